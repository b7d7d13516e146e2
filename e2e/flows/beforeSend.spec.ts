import type { Page } from '@playwright/test';
import type { connect } from '../../src/client/index.ts';
import type { BeforeSend, OutgoingRequest } from '../../src/core/routing/outgoingRequest.ts';
import type { Nearside } from '../../src/client/nearside.ts';
import type { RequestOptions } from '../../src/core/protocol/inference.ts';
import { startFaultServer, type FaultServer } from '../support/faultServer.ts';
import { readGolden } from '../support/golden.ts';
import { openApp } from '../support/openApp.ts';
import { expect, test } from '../support/test.ts';

const model = 'language-id';
const golden = readGolden(model).inputs['ids']!;
const own = golden.data;
const zeros = own.map(() => 0);

/** What the embedding page does with what is about to leave. */
type Manner = 'pass' | 'blank' | 'blank in place' | 'refuse' | 'throw' | 'garble' | 'hang';

/** As the embedding page of these tests keeps it. */
interface Embedding {
  readonly hooked: Nearside;
  readonly seen: OutgoingRequest[];
  manner: Manner;
}

let remote: FaultServer;

test.beforeEach(async () => {
  remote = await startFaultServer(model);
});

test.afterEach(() => remote.close());

/** A connection of the page's own, beside the app's, that is asked before anything of its leaves. */
async function embed(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const script = '/client.js';
    const client = (await import(script)) as { readonly connect: typeof connect };
    const seen: OutgoingRequest[] = [];
    const beforeSend: BeforeSend = async (request) => {
      seen.push(structuredClone(request));
      const ids = request.inputs['ids']!;
      const data = ids.data as Int32Array;
      switch (embedding.manner) {
        case 'pass':
          return undefined;
        case 'blank':
          return { ...request, inputs: { ids: { ...ids, data: new Int32Array(data.length) } } };
        case 'blank in place':
          data.fill(0);
          return undefined;
        case 'refuse':
          return null;
        case 'throw':
          throw new Error('private');
        case 'garble':
          return { inputs: { ids: { ...ids, shape: [3] } } };
        case 'hang':
          return await new Promise(() => undefined);
      }
    };
    const hooked = await client.connect({ serviceWorkerUrl: '/service.worker.js', beforeSend });
    const embedding: Embedding = { hooked, seen, manner: 'pass' };
    Object.assign(window, { embedding });
  });
}

interface Question extends RequestOptions {
  readonly by?: 'hooked' | 'app';
  readonly manner?: Manner;
}

/** Asks with the golden ids; gives where the answer came from and why, or the error's code. */
async function ask(
  page: Page,
  { by = 'hooked', manner = 'pass', ...options }: Question = {},
): Promise<string> {
  return await page.evaluate(
    async ({ name, given, by, manner, options }) => {
      const { embedding } = window as unknown as { readonly embedding: Embedding };
      embedding.manner = manner;
      const nearside = by === 'app' ? await window.nearside : embedding.hooked;
      const ids = { datatype: 'INT32', shape: given.shape, data: Int32Array.from(given.data) } as const;
      try {
        const { trace } = await nearside.infer({ model: name, inputs: { ids } }, options);
        return `${trace.source} ${trace.reason ?? ''}`.trim();
      } catch (error) {
        return (error as { code: string }).code;
      }
    },
    { name: model, given: golden, by, manner, options },
  );
}

async function setMode(page: Page, mode: string): Promise<void> {
  await page.evaluate(
    async ({ url, mode }) => {
      const { settings } = await window.nearside;
      const { cache } = await settings.get();
      await settings.update({
        remote: { url },
        remoteConsent: true,
        mode: mode as 'remote-only',
        cache: { ...cache, models: { 'language-id': 'on' } },
      });
    },
    { url: remote.url, mode },
  );
}

test('an embedding page sees, blanks or holds back what leaves; the app beside it and its cache are untouched', async ({
  context,
  page: host,
}) => {
  await openApp(host, { models: [model] });
  // The engine that asks is in another tab.
  const page = await context.newPage();
  await openApp(page, { models: [model] });
  await embed(page);
  await setMode(page, 'remote-only');

  for (const manner of ['blank', 'blank in place'] as const)
    expect(await ask(page, { manner }), manner).toBe('remote mode');
  expect(remote.inputs).toEqual([zeros, zeros]);
  const seen = await page.evaluate(() => {
    const { embedding } = window as unknown as { readonly embedding: Embedding };
    return embedding.seen.map(({ url, host: name, model: asked, inputs }) => {
      const { datatype, shape, data } = inputs['ids']!;
      return { url, name, asked, datatype, shape, data: [...(data as Int32Array)] };
    });
  });
  const { host: name } = new URL(remote.url);
  const shown = { url: remote.url, name, asked: model, ...golden, data: [...own] };
  expect(seen).toEqual([shown, shown]);

  // Nothing of the blanked input was kept under the name of the real one.
  expect(await ask(page, { by: 'app' })).toBe('remote mode');
  expect(remote.inputs.slice(2)).toEqual([own]);
  expect(await ask(page, { by: 'app' })).toBe('memory');

  for (const [manner, code] of [
    ['refuse', 'consent'],
    ['throw', 'consent'],
    ['garble', 'bad-input'],
  ] as const)
    expect(await ask(page, { manner, cache: 'bypass' }), manner).toBe(code);
  expect(await ask(page, { manner: 'hang', cache: 'bypass', deadlineMs: 400 })).toBe('deadline');

  await setMode(page, 'prefer-remote');
  expect(await ask(page, { manner: 'refuse', cache: 'bypass' })).toBe('local no-consent');
  expect(await ask(page, { manner: 'hang', cache: 'bypass', deadlineMs: 4000 })).toBe('local no-consent');
  expect(remote.inputs).toHaveLength(3);
  expect(await ask(page, { manner: 'pass', cache: 'bypass' })).toBe('remote mode');
  expect(remote.inputs.slice(3)).toEqual([own]);

  // Its engine's tab goes while the page is asked: the next engine asks anew, and what it then says holds.
  const before = await countSeen(page);
  const open = ask(page, { manner: 'hang', cache: 'bypass', route: 'remote' });
  await expect.poll(() => countSeen(page)).toBe(before + 1);
  await page.evaluate(() => {
    (window as unknown as { readonly embedding: Embedding }).embedding.manner = 'blank';
  });
  await host.close();
  expect(await open).toBe('remote asked');
  expect(remote.inputs.slice(4)).toEqual([zeros]);
});

async function countSeen(page: Page): Promise<number> {
  return await page.evaluate(
    () => (window as unknown as { readonly embedding: Embedding }).embedding.seen.length,
  );
}
