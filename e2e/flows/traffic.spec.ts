import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Page } from '@playwright/test';
import { openApp } from '../support/openApp.ts';
import { servers } from '../support/servers.ts';
import { allowApp, send, startStubEndpoint } from '../support/stubEndpoint.ts';
import { expect, test } from '../support/test.ts';

const builtIn = `${servers.isolated.url}remote`;
const builtInHost = new URL(builtIn).host;

async function openTraffic(page: Page): Promise<void> {
  await openApp(page, { models: [] });
  await page.goto('#/traffic');
  await expect(page.getByRole('heading', { level: 1, name: 'Traffic' })).toBeVisible();
}

const settingsOf = (page: Page) => page.evaluate(async () => (await window.nearside).settings.get());

test('without an endpoint the page says so and starts with the built-in one', async ({ page }) => {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(`${builtIn}/`)) sent.push(request.url());
  });
  await openTraffic(page);
  await expect(page.getByText('every request stays here')).toBeVisible();
  await page.getByRole('button', { name: 'Start with the built-in endpoint' }).click();
  await expect(page.getByRole('textbox', { name: 'Address' })).toHaveValue(builtIn);
  await expect(page.getByText(`Nothing is sent to ${builtInHost}`)).toBeVisible();
  await expect(page.getByRole('group', { name: 'Endpoint', exact: true })).toBeFocused();
  expect(await settingsOf(page)).toMatchObject({ remote: { url: builtIn }, remoteConsent: false });
  expect(sent).toEqual([]);

  await page.getByRole('button', { name: 'Test connection' }).click();
  const result = page.getByRole('status').filter({ hasText: 'The endpoint answers' });
  await expect(result).toContainText('language-id');
  await expect(result).toContainText('It takes binary tensors.');

  await page.getByRole('button', { name: 'Remove endpoint' }).click();
  await expect(page.getByRole('button', { name: 'Start with the built-in endpoint' })).toBeVisible();
  expect(await settingsOf(page)).toMatchObject({ remote: null });
});

test('consent names the host and is withdrawn in one click', async ({ page }) => {
  await openTraffic(page);
  await page.getByRole('button', { name: 'Start with the built-in endpoint' }).click();
  await expect(page.getByText(`would be sent to ${builtInHost}`)).toBeVisible();
  await page.getByRole('button', { name: 'Agree to send inputs' }).click();
  await expect(page.getByText(`Inputs may be sent to ${builtInHost}`)).toBeVisible();
  await expect(page.getByRole('link', { name: `Inputs may go to ${builtInHost}` })).toBeVisible();
  expect(await settingsOf(page)).toMatchObject({ remoteConsent: true });
  await page.getByRole('button', { name: 'Withdraw' }).click();
  await expect(page.getByText(`Nothing is sent to ${builtInHost}`)).toBeVisible();
  await expect(page.getByText('Everything runs on this device')).toBeVisible();
  expect(await settingsOf(page)).toMatchObject({ remoteConsent: false });
});

test('modes are chosen for all models and for one', async ({ page }) => {
  await openTraffic(page);
  await page.getByRole('radio', { name: /^Endpoint only/ }).check();
  await expect(page.getByText('“Endpoint only” answers nothing')).toBeVisible();
  await page.getByRole('radio', { name: /^Endpoint first/ }).check();
  const digits = page.getByRole('combobox', { name: 'Mode of digits' });
  await digits.selectOption('This device only');
  await expect
    .poll(() => settingsOf(page))
    .toMatchObject({ mode: 'prefer-remote', modes: { digits: 'local-only' } });
  await digits.selectOption('As for all (Endpoint first)');
  await expect.poll(async () => (await settingsOf(page)).modes).toEqual({});
});

test('the split follows who answers, and every answer says where it comes from', async ({ page }) => {
  await openTraffic(page);
  await page.getByRole('button', { name: 'Start with the built-in endpoint' }).click();
  await page.getByRole('button', { name: 'Agree to send inputs' }).click();
  await page.getByRole('radio', { name: /^Endpoint first/ }).check();
  await page.getByRole('combobox', { name: 'Mode of digits' }).selectOption('This device only');
  await expect.poll(() => settingsOf(page)).toMatchObject({ modes: { digits: 'local-only' } });
  const sources = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const ask = async (model: string, value: string | ImageData, cache: 'use' | 'bypass') =>
      (await nearside.predict(model, value, { cache })).trace.source;
    return [
      await ask('language-id', 'Wo ist der Bahnhof?', 'bypass'),
      await ask('language-id', 'Où est la gare, s’il vous plaît?', 'bypass'),
      await ask('digits', window.tools.seven(), 'bypass'),
    ];
  });
  expect(sources).toEqual(['remote', 'remote', 'local']);
  const split = page.getByRole('group', { name: 'Answers by model' });
  await expect(split.getByRole('row', { name: /^language-id/ }).getByRole('cell')).toHaveText([
    '0',
    '2',
    '0',
  ]);
  await expect(split.getByRole('row', { name: /^digits/ }).getByRole('cell')).toHaveText(['1', '0', '0']);
  await expect(page.getByText('answering, binary tensors')).toBeVisible();
  const predictions = page.getByRole('group', { name: 'Predictions by model' });
  await expect(
    predictions
      .getByRole('row', { name: /^language-id/ })
      .getByRole('cell')
      .nth(1),
  ).toHaveText(/m?s$/);
  await expect(page.getByText('None: every breaker has been closed from the start.')).toBeVisible();

  await page.goto('#/try');
  await page.getByRole('textbox', { name: 'Text' }).fill('Hvor er banegården, om jeg må spørge?');
  await page.getByText(/^Answered in .* by the remote server$/).click();
  await expect(page.getByText('the mode says so')).toBeVisible();
});

test('an endpoint that fails shows in the breaker and the fallbacks', async ({ page, quietConsole }) => {
  quietConsole.allowMessage(/Failed to load resource/);
  const endpoint = await startStubEndpoint((request, response) => {
    allowApp(response);
    const isAsked = request.method === 'POST' && request.url?.endsWith('/infer') === true;
    if (isAsked) send(response, 500, { error: 'out of order' });
    return isAsked;
  });
  await openTraffic(page);
  await page.evaluate(async (url) => {
    const nearside = await window.nearside;
    await nearside.settings.update({ remote: { url }, remoteConsent: true, mode: 'prefer-remote' });
    // Asked further, it would be tried again: the breaker stays open for a few seconds.
    for (let size = 90; ; size += 1) {
      const { labels, trace } = await nearside.predict('digits', window.tools.seven(size), {
        cache: 'bypass',
      });
      if (labels![0]!.label !== '7') throw new Error('A seven was misread.');
      if (trace.reason === 'breaker-open') break;
    }
  }, endpoint.url);
  const breaker = page.getByRole('group', { name: 'Breaker by model' });
  await expect(breaker.getByRole('row', { name: /^digits/ })).toContainText('Open: nothing is sent');
  await expect(page.getByRole('list', { name: /^Changes of the breakers/ })).toContainText('digits');
  const fallbacks = page.getByRole('list', { name: 'Fallbacks by reason' });
  await expect(fallbacks).toContainText('the endpoint failed');
  await expect(fallbacks).toContainText('the endpoint failed too often lately');
  await endpoint.close();
});

test('a wrong address is refused with a reason, by the test and by saving', async ({ page }) => {
  await openTraffic(page);
  await page.getByRole('textbox', { name: 'Address' }).fill('models.example');
  await expect(page.getByText(`This one is read as ${servers.isolated.url}models.example`)).toBeVisible();
  await page.getByRole('textbox', { name: 'Address' }).fill('ftp://models.example');
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'cannot be tested' })).toContainText('https');
  await page.getByRole('button', { name: 'Save endpoint' }).click();
  await expect(page.getByRole('alert')).toContainText('https');
  expect(await settingsOf(page)).toMatchObject({ remote: null });
});

test('a token is used and kept until the page is loaded anew', async ({ page }) => {
  const tokens: (string | undefined)[] = [];
  const endpoint = await startStubEndpoint((request, response) => {
    if (request.method === 'OPTIONS') return false;
    tokens.push(request.headers.authorization);
    allowApp(response);
    if (request.headers.authorization === 'Bearer right') return false;
    send(response, 401, { error: 'who are you?' });
    return true;
  });
  await openTraffic(page);
  await page.getByRole('textbox', { name: 'Address' }).fill(endpoint.url);
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'wants a token' })).toBeVisible();
  await page.getByLabel('Token').fill('right');
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'The endpoint answers' })).toBeVisible();
  expect(tokens.at(-1)).toBe('Bearer right');
  await page.getByRole('button', { name: 'Save endpoint' }).click();
  await expect(page.getByText('The token, with every call.')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Address' })).toHaveValue(endpoint.url);
  await expect(page.getByLabel('Token')).toHaveValue('');
  await endpoint.close();
});

const faults: readonly {
  readonly name: string;
  readonly answer: (request: IncomingMessage, response: ServerResponse) => boolean;
  readonly found: string;
  readonly words: readonly (string | RegExp)[];
  readonly timeoutMs?: string;
}[] = [
  {
    name: 'no header for this origin',
    answer: ({ url }, response) => {
      send(response, 200, { path: url });
      return true;
    },
    found: 'does not let this page in',
    words: ['Access-Control-Allow-Origin'],
  },
  {
    name: 'a preflight that is refused',
    answer: ({ method }, response) => {
      if (method === 'OPTIONS') send(response, 405, {});
      return method === 'OPTIONS';
    },
    found: 'does not let this page in',
    words: ['POST'],
  },
  {
    name: 'a web page',
    answer: (_, response) => {
      allowApp(response);
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Welcome</h1>');
      return true;
    },
    found: 'no Open Inference Protocol',
    words: ['/v2'],
  },
  {
    name: 'a model that is not there',
    answer: ({ url }, response) => {
      allowApp(response);
      const isAsked = url?.startsWith('/v2/models/digits') === true;
      if (isAsked) send(response, 404, { error: 'unknown model' });
      return isAsked;
    },
    found: 'lacks a model',
    words: ['digits'],
  },
  {
    name: 'a model with other tensors',
    answer: ({ url }, response) => {
      allowApp(response);
      const isAsked = url === '/v2/models/digits';
      if (isAsked) {
        const tensor = (name: string, shape: readonly number[]) => ({ name, datatype: 'FP32', shape });
        const [inputs, outputs] = [[tensor('x', [-1, 3, 32, 32])], [tensor('probs', [-1, 10])]];
        send(response, 200, { name: 'digits', versions: ['1'], inputs, outputs });
      }
      return isAsked;
    },
    found: 'another model by that name',
    words: ['FP32 [any, 1, 28, 28]', 'FP32 [any, 3, 32, 32]'],
  },
  {
    name: 'a model that is not ready',
    answer: ({ url }, response) => {
      allowApp(response);
      const isAsked = url === '/v2/models/digits/ready';
      if (isAsked) send(response, 400, { error: 'loading' });
      return isAsked;
    },
    found: 'is not ready',
    words: ['digits'],
  },
  {
    name: 'no answer in time',
    answer: ({ url }) => url === '/v2',
    found: 'takes too long',
    words: [],
    timeoutMs: '1000',
  },
];

for (const { name, answer, found, words, timeoutMs } of faults) {
  test(`the connection test names ${name}`, async ({ page, quietConsole }) => {
    quietConsole.allowMessage(/CORS policy|Failed to load resource|ERR_BLOCKED_BY_RESPONSE/);
    const endpoint = await startStubEndpoint(answer);
    await openTraffic(page);
    await page.getByRole('textbox', { name: 'Address' }).fill(endpoint.url);
    if (timeoutMs !== undefined)
      await page.getByRole('spinbutton', { name: 'Timeout of a try' }).fill(timeoutMs);
    await page.getByRole('button', { name: 'Test connection' }).click();
    const result = page.getByRole('status').filter({ hasText: found });
    await expect(result).toBeVisible();
    for (const word of words) await expect(result).toContainText(word);
    await endpoint.close();
  });
}

test('the connection test names an address where nobody is', async ({ page, quietConsole }) => {
  quietConsole.allowMessage(/Failed to load resource/);
  const endpoint = await startStubEndpoint();
  const { url } = endpoint;
  await endpoint.close();
  await openTraffic(page);
  await page.getByRole('textbox', { name: 'Address' }).fill(url);
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Nobody answers there' })).toContainText(url);
});
