import { largestDifference, readGolden, readModelNames } from '../support/golden.ts';
import { startFaultServer } from '../support/faultServer.ts';
import { openApp } from '../support/openApp.ts';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';

const tolerance = 1e-4;
const networkNoise = /Failed to load resource|blocked by CORS policy|net::ERR_|Cross-Origin-Resource-Policy/;

test('every built-in model gives at the endpoint of this app what it gives here', async ({ page }) => {
  const names = readModelNames();
  await openApp(page, { models: [] });
  await page.evaluate(async () => {
    await (await window.nearside).settings.update({ remote: { url: 'remote' }, remoteConsent: true });
  });
  for (const name of names) {
    const { inputs, outputs } = readGolden(name);
    const seen = await page.evaluate(
      async ({ model, given }) => {
        const nearside = await window.nearside;
        const tensors = (): Record<string, never> =>
          Object.fromEntries(
            Object.entries(given).map(([key, { datatype, shape, data }]) => {
              const array = datatype === 'FP32' ? Float32Array : Int32Array;
              return [key, { datatype, shape, data: array.from(data) }];
            }),
          ) as never;
        const answers = [];
        for (const route of ['local', 'remote'] as const) {
          const answer = await nearside.infer({ model, inputs: tensors() }, { route, cache: 'bypass' });
          const data = Object.fromEntries(
            Object.entries(answer.outputs).map(([key, tensor]) => [key, [...(tensor.data as Float32Array)]]),
          );
          answers.push({ data, trace: answer.trace, version: answer.version });
        }
        return answers;
      },
      { model: name, given: inputs },
    );
    const [local, remote] = seen as [(typeof seen)[number], (typeof seen)[number]];
    expect(local.trace).toMatchObject({ source: 'local', reason: 'asked' });
    expect(remote.trace).toMatchObject({
      source: 'remote',
      reason: 'asked',
      variant: 'remote',
      backend: 'remote',
    });
    expect(remote.version).toBe(local.version);
    for (const [output, { data }] of Object.entries(outputs)) {
      expect(largestDifference(remote.data[output]!, local.data[output]!)).toBeLessThanOrEqual(tolerance);
      expect(largestDifference(remote.data[output]!, data)).toBeLessThanOrEqual(tolerance);
    }
  }
});

test('a text and an image are prepared here and answered there', async ({ page }) => {
  await openApp(page, { models: [] });
  const seen = await page.evaluate(async () => {
    const nearside = await window.nearside;
    await nearside.settings.update({ remote: { url: 'remote' }, remoteConsent: true, mode: 'remote-only' });
    const text = await nearside.predict('language-id', 'Wo ist der Bahnhof, bitte?');
    const image = await nearside.predict('digits', window.tools.seven());
    const texts = ['Où est la gare?', 'Dove si trova la stazione?', 'Gdzie jest dworzec kolejowy?'];
    const many = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        nearside.predict('language-id', texts[index % 3]!, { cache: 'bypass' }),
      ),
    );
    const status = await nearside.routing.status();
    const bestOf = ({ labels }: { labels?: readonly { label: string }[] }): string =>
      labels?.[0]?.label ?? '';
    return {
      text: [bestOf(text), text.trace.source, text.trace.backend],
      image: [bestOf(image), image.trace.source],
      many: [...new Set(many.map((answer, index) => `${index % 3} ${bestOf(answer)}`))].toSorted(),
      largest: Math.max(...many.map(({ trace }) => trace.batchSize)),
      status,
    };
  });
  expect(seen.text).toEqual(['deu', 'remote', 'remote']);
  expect(seen.image).toEqual(['7', 'remote']);
  expect(seen.many).toEqual(['0 fra', '1 ita', '2 pol']);
  const { endpoint, models } = seen.status;
  expect(endpoint).toMatchObject({ hasConsent: true, state: 'answering', form: 'binary' });
  expect(models['language-id']).toMatchObject({
    mode: 'remote-only',
    remote: { kind: 'open' },
    requests: 61,
  });
  expect(models['language-id']!.splitTotal.remote).toBe(61);
  expect(models['language-id']!.sentBytes).toBeGreaterThan(0);
  expect(models['language-id']!.rtt.length).toBeGreaterThan(0);
});

test('a connection test names what is wrong', async ({ page, quietConsole }) => {
  quietConsole.allowMessage(networkNoise);
  await openApp(page, { models: [] });
  const remote = await startFaultServer('language-id');
  const verdictOf = async (url: string, model?: string): Promise<string> =>
    await page.evaluate(
      async ({ address, name }) => {
        const nearside = await window.nearside;
        try {
          const verdict = await nearside.routing.test({ url: address }, name);
          return verdict.kind === 'ok' ? `ok ${verdict.rttMs > 0}` : verdict.kind;
        } catch (error) {
          return (error as { code: string }).code;
        }
      },
      { address: url, name: model },
    );
  expect(await verdictOf('remote')).toBe('ok true');
  expect(await verdictOf(servers.remote.url)).toBe('ok true');
  expect(await verdictOf(remote.url, 'language-id')).toBe('ok true');
  expect(await verdictOf(remote.url, 'digits')).toBe('no-such-model');
  expect(await verdictOf('http://127.0.0.1:1')).toBe('unreachable');
  expect(await verdictOf('nowhere')).toBe('no-protocol');
  expect(await verdictOf('ftp://example.org')).toBe('bad-input');
  remote.fail('no cors');
  expect(await verdictOf(remote.url, 'language-id')).toBe('cors');
  expect(remote.inferences).toBe(1);
  await remote.close();
  const { remoteConsent } = await page.evaluate(async () => await (await window.nearside).settings.get());
  expect(remoteConsent).toBe(false);
});
