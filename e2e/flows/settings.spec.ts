import { openApp } from '../support/openApp.ts';
import { expect, test } from '../support/test.ts';

test('settings survive a reload, the token does not', async ({ page }) => {
  await openApp(page, { models: [] });
  const before = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const remote = { url: 'https://models.example.org/base/', token: 'secret', timeoutMs: 500 };
    await nearside.settings.update({ batching: false, deadlineMs: 60_000, instances: 1, remote });
    return await nearside.settings.get();
  });
  await page.reload();
  const after = await page.evaluate(async () => await (await window.nearside).settings.get());

  expect(before).toMatchObject({ remote: { token: 'secret' } });
  expect(after).toEqual({
    ...before,
    batching: false,
    deadlineMs: 60_000,
    instances: 1,
    remote: { url: 'https://models.example.org/base', timeoutMs: 500 },
  });
});

test('the stored deadline holds for the first request of a visit, which is not traced, and later ones are', async ({
  page,
}) => {
  await openApp(page, { models: [] });
  await page.evaluate(async () => (await window.nearside).settings.update({ deadlineMs: 1 }));
  await page.reload();
  const { first, before, after } = await page.evaluate(async () => {
    const nearside = await window.nearside;
    // A model that the app does not load by itself.
    const ask = () => nearside.predict('review-sentiment', 'Easy to set up, and quiet');
    const first = await window.tools.outcome(ask());
    const countEvents = async (): Promise<number> => {
      const { traceEvents } = (await nearside.metrics.traces()) as { traceEvents: { ph: string }[] };
      return traceEvents.filter(({ ph }) => ph === 'b').length;
    };
    const before = await countEvents();
    await nearside.settings.update({ deadlineMs: null });
    await ask();
    return { first, before, after: await countEvents() };
  });
  expect(first).toMatchObject({ kind: 'rejected', code: 'deadline' });
  expect({ before, after }).toEqual({ before: 0, after: 5 });
});

test('another remote takes the consent back', async ({ page }) => {
  await openApp(page, { models: [] });
  const consents = await page.evaluate(async () => {
    const { settings } = await window.nearside;
    const given = await settings.update({
      remote: { url: 'https://one.example.org' },
      remoteConsent: true,
    });
    const kept = await settings.update({ remote: { url: 'https://one.example.org', timeoutMs: 100 } });
    const another = await settings.update({ remote: { url: 'https://two.example.org' } });
    return [given, kept, another].map(({ remoteConsent }) => remoteConsent);
  });

  expect(consents).toEqual([true, true, false]);
});

test('a change in one tab holds in the other', async ({ page, context }) => {
  await openApp(page, { models: [] });
  const other = await context.newPage();
  await openApp(other, { models: [] });
  await page.evaluate(async () => {
    const { settings } = await window.nearside;
    await Promise.all([settings.update({ batching: false }), settings.update({ instances: 3 })]);
  });
  const seen = await other.evaluate(async () => {
    const nearside = await window.nearside;
    await window.tools.until(async () => !(await nearside.settings.get()).batching);
    return await nearside.settings.get();
  });

  expect(seen).toMatchObject({ batching: false, instances: 3 });
});

const refused: readonly { readonly patch: unknown; readonly names: RegExp }[] = [
  { patch: null, names: /object.*null/ },
  { patch: [], names: /object/ },
  { patch: { speed: 1 }, names: /"speed"/ },
  { patch: { mode: 'sideways' }, names: /local-only.*"sideways"/ },
  { patch: { backend: 'cuda' }, names: /webgpu.*"cuda"/ },
  { patch: { deadlineMs: -1 }, names: /positive.*-1/ },
  { patch: { deadlineMs: '5' }, names: /positive.*"5"/ },
  { patch: { instances: 0 }, names: /1 to.*0/ },
  { patch: { instances: 1.5 }, names: /1 to.*1\.5/ },
  { patch: { batching: 'yes' }, names: /true or false.*"yes"/ },
  { patch: { cache: null }, names: /object.*null/ },
  { patch: { cache: { memoryBytes: -1 } }, names: /memoryBytes.*-1/ },
  { patch: { cache: { models: { digits: 'maybe' } } }, names: /digits.*"maybe"/ },
  { patch: { remote: { url: 'ftp://example.org' } }, names: /https.*"ftp:/ },
  { patch: { remote: { url: 'http://example.org' } }, names: /https/ },
  { patch: { remote: { url: 'https://user:word@example.org' } }, names: /credentials/ },
  { patch: { remote: { url: 'https://' } }, names: /https/ },
  { patch: { batching: false, instances: 99 }, names: /1 to.*99/ },
];

for (const { patch, names } of refused) {
  test(`settings refuse ${JSON.stringify(patch)} and stay as they are`, async ({ warmPage }) => {
    const { outcome, before, after } = await warmPage.evaluate(async (value) => {
      const { settings } = await window.nearside;
      const before = await settings.get();
      const outcome = await window.tools.outcome(settings.update(value as never));
      return { outcome, before, after: await settings.get() };
    }, patch);

    expect(outcome).toMatchObject({ kind: 'rejected', name: 'NearsideError', code: 'bad-input' });
    expect(outcome).toHaveProperty('message', expect.stringMatching(names));
    expect(after).toEqual(before);
  });
}
