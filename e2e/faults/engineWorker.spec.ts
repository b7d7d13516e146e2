import { openApp } from '../support/openApp.ts';
import type { Outcome } from '../support/pageTools.ts';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';
import { killEngine } from '../support/workers.ts';

for (const [name, url] of [
  ['isolated', servers.isolated.url],
  ['not isolated', servers.plain.url],
] as const) {
  test(`calls into an engine that died are asked of the next (${name})`, async ({ page }) => {
    await openApp(page, { url });
    const waiting = page.evaluate(async () => {
      const nearside = await window.nearside;
      const calls = Array.from({ length: 3000 }, (_, index) =>
        nearside.predict('digits', window.tools.row(index), { cache: 'bypass' }),
      );
      return await window.tools.outcomes(calls);
    });
    await page.evaluate(async () => {
      const nearside = await window.nearside;
      await window.tools.until(async () => (await nearside.metrics.snapshot()).total.inFlight > 0);
    });
    await killEngine(page);

    const outcomes = await waiting;
    expect(outcomes.filter(({ kind }) => kind !== 'answered')).toEqual([]);
    const later = await page.evaluate(async () => {
      const nearside = await window.nearside;
      return await window.tools.outcomes([
        nearside.predict('language-id', 'Where is the station?'),
        nearside.metrics.snapshot(),
        nearside.models.list(),
      ]);
    });
    expect(later.filter(({ kind }) => kind === 'rejected')).toEqual([]);
  });
}

test('texts that are asked alone go on when the engine dies', async ({ page }) => {
  await openApp(page);
  const outcomes = page.evaluate(async () => {
    const nearside = await window.nearside;
    const outcomes = [];
    // Until the figures are those of another engine, and some way on.
    for (let index = 0, isNext = false; index < 20_000; index += 1) {
      const call = nearside.predict('language-id', `We met ${index} days ago at the station`, {
        cache: 'bypass',
      });
      outcomes.push(await window.tools.outcome(call));
      if (isNext) break;
      if (index % 50 === 0) isNext = (await nearside.metrics.snapshot()).total.requests < index / 2;
    }
    return outcomes;
  });
  await page.evaluate(async () => {
    const nearside = await window.nearside;
    await window.tools.until(async () => (await nearside.metrics.snapshot()).total.requests > 100);
  });
  await killEngine(page);

  expect((await outcomes).filter(({ kind }) => kind !== 'answered')).toEqual([]);
  expect((await outcomes).length).toBeLessThan(20_000);
});

test('a call whose buffers went with the engine rejects with worker-lost', async ({ page }) => {
  await openApp(page);
  const waiting = page.evaluate(async () => {
    const nearside = await window.nearside;
    const rejected: Outcome[] = [];
    const askOn = async (): Promise<void> => {
      while (rejected.length === 0) {
        const calls = Array.from({ length: 250 }, (_, index) => {
          const x = { datatype: 'FP32', shape: [1, 1, 28, 28], data: window.tools.row(index) } as const;
          return nearside.infer({ model: 'digits', inputs: { x } }, { cache: 'bypass' });
        });
        rejected.push(...(await window.tools.outcomes(calls)).filter(({ kind }) => kind === 'rejected'));
      }
    };
    // Two, so that one always waits while the other begins anew.
    await Promise.all([askOn(), askOn()]);
    return rejected;
  });
  await page.evaluate(async () => {
    const nearside = await window.nearside;
    await window.tools.until(async () => (await nearside.metrics.snapshot()).total.inFlight > 0);
  });
  await killEngine(page);

  for (const outcome of await waiting)
    expect(outcome).toMatchObject({ name: 'NearsideError', code: 'worker-lost' });
});

test('a page opened after an engine died has one of its own', async ({ page, context }) => {
  await openApp(page);
  await killEngine(page);
  const next = await context.newPage();
  await openApp(next);
  const outcome = await next.evaluate(async () =>
    window.tools.outcome((await window.nearside).predict('digits', window.tools.seven())),
  );

  expect(outcome).toMatchObject({ kind: 'answered', label: '7' });
});
