import { openApp } from '../support/openApp.ts';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';
import { killEngine } from '../support/workers.ts';

for (const [name, url] of [
  ['isolated', servers.isolated.url],
  ['not isolated', servers.plain.url],
] as const) {
  test(`calls into an engine that died settle (${name})`, async ({ page }) => {
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
    expect(outcomes.some(({ kind }) => kind === 'rejected')).toBe(true);
    for (const outcome of outcomes) {
      if (outcome.kind !== 'answered') {
        expect(outcome).toMatchObject({ name: 'NearsideError', code: 'worker-lost' });
      }
    }
    const later = await page.evaluate(async () => {
      const nearside = await window.nearside;
      return await window.tools.outcomes([
        nearside.predict('language-id', 'Where is the station?'),
        nearside.metrics.snapshot(),
        nearside.models.list(),
      ]);
    });
    for (const outcome of later) {
      if (outcome.kind === 'rejected') {
        expect(outcome).toMatchObject({ name: 'NearsideError', code: 'worker-lost' });
      }
    }
  });
}

test('a text that is asked alone settles when the engine dies', async ({ page }) => {
  await openApp(page);
  const outcomes = page.evaluate(async () => {
    const nearside = await window.nearside;
    const outcomes = [];
    for (let index = 0; index < 5000; index += 1) {
      const call = nearside.predict('language-id', `We met ${index} days ago at the station`, {
        cache: 'bypass',
      });
      const outcome = await window.tools.outcome(call);
      outcomes.push(outcome);
      if (outcome.kind === 'rejected') break;
    }
    return outcomes;
  });
  await killEngine(page);

  expect((await outcomes).at(-1)).toMatchObject({ name: 'NearsideError', code: 'worker-lost' });
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
