import { addModel } from '../support/addModel.ts';
import { expect, test } from '../support/test.ts';
import { writeUnevenModel } from '../support/unevenModel.ts';

/** What the contract allows between a deadline and its rejection. */
const allowedLateMs = 50;

test('deadlines are kept while long runs block the model', async ({ warmPage }) => {
  const { late, codes, after } = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    const late: number[] = [];
    const codes: string[] = [];
    // Shapes that were never measured are never predicted late, so these wait and run until their time is over.
    const ids = Int32Array.from({ length: 500_000 }, (_, index) => 1 + (index % 30_000));
    const runLong = async (width: number, deadlineMs: number) => {
      const request = {
        model: 'language-id',
        inputs: { ids: { datatype: 'INT32', shape: [1, width], data: ids.subarray(0, width) } },
      } as const;
      const startedAt = performance.now();
      const outcome = await window.tools.outcome(nearside.infer(request, { cache: 'bypass', deadlineMs }));
      if (outcome.kind !== 'rejected') return;
      late.push(performance.now() - startedAt - deadlineMs);
      codes.push(String(outcome.code));
    };
    for (let round = 0; round < 5; round += 1) {
      const widths = Array.from({ length: 8 }, (_, index) => 400_000 + 100 * round + index);
      await Promise.all(widths.map((width) => runLong(width, 15 + round)));
    }
    const after = await window.tools.outcome(nearside.predict('language-id', 'Where is the station?'));
    return { late, codes, after };
  });

  expect(codes.length).toBeGreaterThan(4);
  for (const code of codes) expect(['deadline', 'queue-full']).toContain(code);
  expect(codes).toContain('deadline');
  // The middle one: a busy machine may hold the page itself back once.
  const middle = late.toSorted((left, right) => left - right)[late.length >> 1];
  expect(middle).toBeLessThan(allowedLateMs);
  expect(after).toMatchObject({ kind: 'answered', label: 'eng' });
});

test('requests expire on time while a run of a second is in progress', async ({ page }) => {
  await page.goto('/');
  const bytes = writeUnevenModel({ baseRows: 1 });
  expect(await addModel(page, bytes, { config: { name: 'uneven' } })).toMatchObject({ kind: 'added' });
  const { tookMs, expired } = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const ask = async (extra: number, options: { readonly deadlineMs?: number } = {}) => {
      const x = { datatype: 'FP32', shape: [1, 4], data: Float32Array.of(10 + extra, 0, 0, 0) } as const;
      return await nearside.infer({ model: 'uneven', inputs: { x } }, { ...options, cache: 'bypass' });
    };
    // The length of a run is in the values of its input, so that it is nothing a table of times could know.
    const pilot = 20_000;
    await ask(pilot);
    const { trace } = await ask(pilot);
    let isOver = false;
    const long = ask((pilot * 2000) / trace.computeMs).then((result) => {
      isOver = true;
      return result.trace.computeMs;
    });
    await window.tools.until(async () => (await nearside.metrics.snapshot()).models['uneven']!.inFlight > 0);
    const expired = await Promise.all(
      [100, 200, 300, 400, 500].map(async (deadlineMs) => {
        const startedAt = performance.now();
        const outcome = await window.tools.outcome(ask(0, { deadlineMs }));
        const lateMs = performance.now() - startedAt - deadlineMs;
        return { code: outcome.kind === 'rejected' ? outcome.code : outcome.kind, lateMs, isOver };
      }),
    );
    return { tookMs: await long, expired };
  });

  expect(tookMs).toBeGreaterThan(1000);
  for (const { code, isOver } of expired)
    expect({ code, isOver }).toEqual({ code: 'deadline', isOver: false });
  const late = expired.map(({ lateMs }) => lateMs).sort((one, other) => one - other);
  expect(late[0]).toBeGreaterThanOrEqual(0);
  // The middle one: a busy machine may hold the page itself back once.
  expect(late[2]).toBeLessThan(allowedLateMs);
});

test('a request that would wait longer than its deadline is refused at once', async ({ warmPage }) => {
  const { refused, refusedAfterMs, wasFirst, others } = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    const rows = Array.from({ length: 3000 }, (_, index) =>
      Float32Array.from({ length: 784 }, (__, pixel) => ((pixel * 7 + index) % 255) / 255),
    );
    const countSeen = async (): Promise<number> => {
      const { requests, queueDepth, inFlight } = (await nearside.metrics.snapshot()).models['digits']!;
      return requests + queueDepth + inFlight;
    };
    const before = await countSeen();
    let isFirst = true;
    const others = window.tools.outcomes(
      rows.map((row) => nearside.predict('digits', row, { cache: 'bypass' })),
    );
    void others.then(() => {
      isFirst = false;
    });
    const seven = window.tools.seven();
    await window.tools.until(async () => (await countSeen()) >= before + rows.length);
    const startedAt = performance.now();
    const refused = await window.tools.outcome(
      nearside.predict('digits', seven, { cache: 'bypass', deadlineMs: 100 }),
    );
    const refusedAfterMs = performance.now() - startedAt;
    const wasFirst = isFirst;
    const unanswered = (await others).filter(({ kind }) => kind !== 'answered');
    return { refused, refusedAfterMs, wasFirst, others: unanswered };
  });

  expect(refused).toMatchObject({ kind: 'rejected', code: 'queue-full', refusal: 'predicted-late' });
  expect(refusedAfterMs).toBeLessThan(100 + allowedLateMs);
  expect(wasFirst).toBe(true);
  expect(others).toEqual([]);
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
