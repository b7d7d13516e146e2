import { expect, test } from '../support/test.ts';

/** What the contract allows between a deadline and its rejection. */
const allowedLateMs = 50;

test('a deadline is kept while a long run blocks the model', async ({ warmPage }) => {
  const { late, codes, blocker, after } = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    const wide = 400_000;
    const ids = Int32Array.from({ length: wide }, (_, index) => 1 + (index % 30_000));
    const late = [];
    const codes = [];
    const runBlocker = () =>
      nearside.infer(
        { model: 'language-id', inputs: { ids: { datatype: 'INT32', shape: [1, wide], data: ids } } },
        { cache: 'bypass' },
      );
    let blocker;
    for (let round = 0; round < 5; round += 1) {
      // Several in a row, so that the model is busy for longer than any deadline below.
      const running = Promise.all([runBlocker(), runBlocker(), runBlocker(), runBlocker(), runBlocker()]);
      await window.tools.nextTask();
      const startedAt = performance.now();
      const deadlineMs = 10 + round;
      const outcome = await window.tools.outcome(
        nearside.predict('language-id', `Deadline ${round} of this sentence`, {
          cache: 'bypass',
          deadlineMs,
        }),
      );
      late.push(performance.now() - startedAt - deadlineMs);
      codes.push(outcome.kind === 'rejected' ? outcome.code : outcome.kind);
      blocker = (await running).map(({ trace }) => trace.computeMs).reduce((sum, ms) => sum + ms, 0);
    }
    const after = await window.tools.outcome(nearside.predict('language-id', 'Where is the station?'));
    return { late, codes, blocker, after };
  });

  expect(blocker).toBeGreaterThan(20);
  for (const code of codes) expect(['deadline', 'queue-full']).toContain(code);
  expect(codes).toContain('deadline');
  // The middle one: a busy machine may hold the page itself back once.
  const middle = late.toSorted((left, right) => left - right)[2];
  expect(middle).toBeLessThan(allowedLateMs);
  expect(after).toMatchObject({ kind: 'answered', label: 'eng' });
});

test('a request that is done in time is answered', async ({ warmPage }) => {
  const outcomes = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    return await window.tools.outcomes([
      nearside.predict('language-id', 'Wo ist der Bahnhof?', { deadlineMs: 10_000, cache: 'bypass' }),
      nearside.predict('digits', window.tools.seven(), { deadlineMs: 10_000, cache: 'bypass' }),
      nearside.predict('language-id', 'Wo ist der Flughafen?', { deadlineMs: 1e12, cache: 'bypass' }),
      nearside.predict('language-id', 'Wo ist der Hafen?', { deadlineMs: Infinity, cache: 'bypass' }),
    ]);
  });

  expect(outcomes).toMatchObject([{ label: 'deu' }, { label: '7' }, { label: 'deu' }, { label: 'deu' }]);
});

test('a deadline during the load rejects and the load goes on', async ({ page }) => {
  await page.goto('/');
  const { outcome, after } = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const outcome = await window.tools.outcome(
      nearside.predict('language-id', 'Bonjour tout le monde', { deadlineMs: 1 }),
    );
    const after = await window.tools.outcome(nearside.predict('language-id', 'Bonjour tout le monde'));
    return { outcome, after };
  });

  expect(outcome).toMatchObject({ kind: 'rejected', name: 'NearsideError', code: 'deadline' });
  expect(after).toMatchObject({ kind: 'answered', label: 'fra' });
});
