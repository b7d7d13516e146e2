import type { Page } from '@playwright/test';
import { openHybrid } from './support/openHybrid.ts';
import { expect, test } from './support/test.ts';

/** A request that either side may answer, and one that only the server may. */
const askBoth = (page: Page) =>
  page.evaluate(async () => {
    const nearside = await window.nearside;
    const seven = window.tools.seven();
    const { trace } = await nearside.predict('digits', seven, { cache: 'bypass' });
    const refused = await window.tools.outcome(
      nearside.predict('digits', seven, { route: 'remote', cache: 'bypass' }),
    );
    return { trace, refused };
  });

test('a model that the server does not have is answered here, or is not found', async ({
  page,
  corsProxy,
}) => {
  corsProxy.rename('digits', 'nobody');
  await openHybrid(page, corsProxy.url);
  const { trace, refused } = await askBoth(page);
  expect(trace).toMatchObject({ source: 'local', reason: 'model-missing' });
  expect(refused).toMatchObject({ kind: 'rejected', code: 'not-found' });
});

test('a model that the server has with other tensors is answered here, or is unsupported', async ({
  page,
  corsProxy,
}) => {
  corsProxy.rename('digits', 'language-id');
  await openHybrid(page, corsProxy.url);
  const { trace, refused } = await askBoth(page);
  expect(trace).toMatchObject({ source: 'local', reason: 'unsupported' });
  expect(refused).toMatchObject({ kind: 'rejected', code: 'unsupported' });
  // The tensors of both sides stand in the message.
  for (const name of [/\bx\b/, /\bids\b/]) {
    expect(refused).toMatchObject({ message: expect.stringMatching(name) });
  }
  expect(corsProxy.seen.filter(({ path }) => path.endsWith('/infer'))).toEqual([]);
});

test('what is wrong in the request never reaches the server', async ({ page, corsProxy }) => {
  await openHybrid(page, corsProxy.url);
  corsProxy.forget();
  const outcomes = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const wrong = [
      ['digits', { x: { datatype: 'FP32', shape: [1, 1, 27, 28], data: new Float32Array(756) } }],
      ['digits', { x: { datatype: 'FP32', shape: [1, 1, 28, 28], data: new Float32Array(783) } }],
      ['digits', { y: { datatype: 'FP32', shape: [1, 1, 28, 28], data: new Float32Array(784) } }],
      ['language-id', { ids: { datatype: 'FP32', shape: [1, 4], data: new Float32Array(4) } }],
      ['nobody', { ids: { datatype: 'INT32', shape: [1, 4], data: new Int32Array(4) } }],
    ] as const;
    return await window.tools.outcomes(
      wrong.map(([model, inputs]) => nearside.infer({ model, inputs }, { route: 'remote' })),
    );
  });
  expect(outcomes.map((outcome) => (outcome.kind === 'rejected' ? outcome.code : outcome.kind))).toEqual([
    ...['bad-input', 'bad-input', 'bad-input', 'bad-input'],
    'not-found',
  ]);
  expect(corsProxy.seen.filter(({ path }) => path.endsWith('/infer'))).toEqual([]);
});

test('nothing leaves without consent, nor after it is withdrawn', async ({ page, corsProxy }) => {
  await openHybrid(page, corsProxy.url, { hasConsent: false });
  const before = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const { trace } = await nearside.predict('language-id', 'Wo ist der Bahnhof?', { cache: 'bypass' });
    const refused = await window.tools.outcome(
      nearside.predict('language-id', 'Wo ist der Bahnhof?', { route: 'remote' }),
    );
    return { trace, refused };
  });
  expect(before.trace).toMatchObject({ source: 'local', reason: 'no-consent' });
  expect(before.refused).toMatchObject({ kind: 'rejected', code: 'consent' });
  expect(corsProxy.seen).toEqual([]);

  const sources = await page.evaluate(async () => {
    const nearside = await window.nearside;
    await nearside.settings.update({ remoteConsent: true });
    const given = await nearside.predict('language-id', 'Wo ist der Bahnhof?', { cache: 'bypass' });
    await nearside.settings.update({ remoteConsent: false });
    const withdrawn = await nearside.predict('language-id', 'Wo ist der Bahnhof?', { cache: 'bypass' });
    return [given.trace.source, withdrawn.trace.source];
  });
  expect(sources).toEqual(['remote', 'local']);
  corsProxy.forget();
  await page.evaluate(async () => {
    const nearside = await window.nearside;
    await nearside.predict('digits', window.tools.seven(), { cache: 'bypass' });
  });
  expect(corsProxy.seen).toEqual([]);
});

test('the connection test tells the server from one that is not there', async ({
  page,
  corsProxy,
  server,
  kind,
}) => {
  await openHybrid(page, corsProxy.url, { hasConsent: false });
  const test = (url: string) =>
    page.evaluate(async (address) => {
      const nearside = await window.nearside;
      return await nearside.routing.test({ url: address });
    }, url);
  expect(await test(corsProxy.url)).toMatchObject({ kind: 'ok', hasBinary: kind === 'triton' });
  // Triton knows nothing of other origins; MLServer was told of this one.
  expect(await test(server.url)).toMatchObject({ kind: kind === 'triton' ? 'cors' : 'ok' });
  expect(await test(`${corsProxy.url}/elsewhere`)).toMatchObject({ kind: 'no-protocol' });
  const { url } = corsProxy;
  await corsProxy.close();
  expect(await test(url)).toMatchObject({ kind: 'unreachable' });
});
