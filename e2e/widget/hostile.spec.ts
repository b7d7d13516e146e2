import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';
import { nextEvent, widgetPage } from '../support/widgetPage.ts';

const embedUrl = `${servers.isolated.url}embed.html`;
const widget = '<nearside-widget model="language-id"></nearside-widget>';

test('a frame takes one port from its host and ignores all the rest that is posted to it', async ({
  page,
  host,
}) => {
  // The frame says hello once, so the page listens before there is one.
  const listener =
    "window.hello = new Promise((resolve) => addEventListener('message', ({ source }) => resolve(source), { once: true }))";
  host.put('/', {
    body: `<title>Host</title><script>${listener}</script><iframe src="${embedUrl}"></iframe>`,
  });
  await page.goto(host.origin, { waitUntil: 'commit' });
  const { greetings, answers, late } = await page.evaluate(async (origin) => {
    const frame = await (window as unknown as { readonly hello: Promise<Window> }).hello;
    const greetings: unknown[] = [];
    addEventListener('message', ({ data }) => greetings.push(data));
    const open = { nearside: 1, kind: 'open' };
    const garbage = [
      null,
      1,
      'open',
      [],
      open,
      { nearside: 2, kind: 'open' },
      { kind: 'open' },
      { __proto__: open },
    ];
    for (const data of garbage) frame.postMessage(data, origin);
    const [spare, other] = [new MessageChannel(), new MessageChannel()];
    frame.postMessage(open, origin, [spare.port2, other.port2]);

    const { port1, port2 } = new MessageChannel();
    frame.postMessage(open, origin, [port2]);
    const second = new MessageChannel();
    const late: unknown[] = [];
    second.port1.onmessage = ({ data }) => late.push(data);
    frame.postMessage(open, origin, [second.port2]);

    const answers: { kind: string; id?: number }[] = [];
    const asked = new Promise<void>((resolve) => {
      port1.onmessage = ({ data }: MessageEvent<{ kind: string; id?: number }>) => {
        answers.push({ kind: data.kind, ...(data.id === undefined ? {} : { id: data.id }) });
        if (data.id === 7) resolve();
      };
    });
    const wrong = [
      ...garbage,
      { kind: 'load', id: 1 },
      { kind: 'load', id: -1, model: 'language-id' },
      { kind: 'predict', id: 2, model: 'language-id' },
      { kind: 'predict', id: 3, model: 'language-id', value: ['a'] },
      { kind: 'predict', id: '4', model: 'language-id', value: 'Hello there' },
      { kind: 'settings', id: 5, model: 'language-id', value: { mode: 'remote-only' } },
      { kind: 'cancel', id: 99 },
    ];
    for (const data of wrong) port1.postMessage(data);
    port1.postMessage({ kind: 'predict', id: 7, model: 'language-id', value: 'Wo ist der Bahnhof?' });
    await asked;
    return { greetings, answers: answers.filter(({ kind }) => kind !== 'progress'), late };
  }, new URL(embedUrl).origin);
  expect(answers).toEqual([{ kind: 'welcome' }, { kind: 'answered', id: 7 }]);
  expect({ greetings, late }).toEqual({ greetings: [], late: [] });
});

test('messages of other windows are not taken for those of the frame', async ({ page, host }) => {
  const forge = `<script>
    addEventListener('message', ({ ports }) => { parent.postMessage(ports.length > 0 ? 'caught a port' : 'caught', '*') });
    for (const kind of ['hello', 'refused', 'welcome', 'gone']) parent.postMessage({ nearside: 1, kind }, '*');
    for (const data of [null, 'hello', { nearside: 1 }, { kind: 'answered', id: 1 }]) parent.postMessage(data, '*');
    parent.postMessage('forged', '*');
  </script>`;
  host.put('/forger', { body: forge });
  const listen = `<script>
    window.caught = [];
    addEventListener('message', ({ data }) => { if (typeof data === 'string') window.caught.push(data) });
  </script>`;
  host.put('/', {
    body: widgetPage(`${listen}<iframe src="${host.otherSiteOrigin}/forger"></iframe>${widget}`),
  });
  await page.goto(host.origin);
  await nextEvent(page, 'nearside-ready');
  await page.getByRole('textbox').fill('Wo ist der Bahnhof?');
  expect((await nextEvent(page, 'nearside-result')).detail.labels?.[0]?.label).toBe('deu');
  await page.waitForFunction(() => (window as unknown as { caught: string[] }).caught.includes('forged'));
  expect(await page.evaluate(() => (window as unknown as { caught: string[] }).caught)).toEqual([
    'hello',
    'forged',
  ]);
});

test('a frame whose list does not name the host refuses it, even where no header does', async ({
  page,
  host,
}) => {
  await page.route(embedUrl, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace('content="*"', 'content="https://only.example"');
    await route.fulfill({ response, body });
  });
  host.put('/', { body: widgetPage(widget) });
  await page.goto(host.origin);
  const { detail } = await nextEvent(page, 'nearside-error');
  expect(detail).toMatchObject({ code: 'not-found' });
  expect(detail.message).toContain(`does not admit pages of ${host.origin}`);
});

test('EMBED_ORIGINS admits the sites that it names and no other', async ({ page, host, quietConsole }) => {
  quietConsole.expectMessage(/frame-ancestors/);
  const { port, url } = servers.spare;
  const server = spawn(process.execPath, ['build/server/main.js'], {
    env: { ...process.env, PORT: String(port), EMBED_ORIGINS: host.origin },
  });
  const exited = once(server, 'exit');
  try {
    await Promise.race([once(server.stdout, 'data'), exited]);
    host.put('/', { body: widgetPage(widget, `${url}widget.js`) });
    await page.goto(host.origin);
    await nextEvent(page, 'nearside-ready');
    await page.goto(host.otherSiteOrigin);
    expect((await nextEvent(page, 'nearside-error')).detail.code).toBe('not-found');
  } finally {
    server.kill();
    await exited;
  }
});
