import type { Page } from '@playwright/test';
import type { RequestOptions, Trace } from '../../src/client/index.ts';
import { openHybrid } from './support/openHybrid.ts';
import { expect, test } from './support/test.ts';

/** One request after another; each must be answered with the right label. */
async function ask(
  page: Page,
  count: number,
  options: RequestOptions = {},
): Promise<readonly Pick<Trace, 'source' | 'reason'>[]> {
  return await page.evaluate(
    async ({ rounds, given }) => {
      const nearside = await window.nearside;
      const traces: Pick<Trace, 'source' | 'reason'>[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const { labels, trace } = await nearside.predict('digits', window.tools.seven(90 + round), {
          cache: 'bypass',
          ...given,
        });
        if (labels?.[0]?.label !== '7') throw new Error(`A seven was read as ${labels?.[0]?.label ?? '-'}.`);
        traces.push({
          source: trace.source,
          ...(trace.reason === undefined ? {} : { reason: trace.reason }),
        });
      }
      return traces;
    },
    { rounds: count, given: options },
  );
}

const refusal = (page: Page) =>
  page.evaluate(async () => {
    const nearside = await window.nearside;
    return await window.tools.outcome(
      nearside.predict('digits', window.tools.seven(), { route: 'remote', cache: 'bypass' }),
    );
  });

const isRemoteAgain = (page: Page) => async (): Promise<string | undefined> =>
  (await ask(page, 1))[0]?.source;

test('a killed server is answered for, and used again once it is back', async ({
  page,
  corsProxy,
  server,
  quietConsole,
}) => {
  quietConsole.allowMessage(/Failed to load resource/);
  await openHybrid(page, corsProxy.url);
  expect(await ask(page, 2)).toEqual(Array(2).fill({ source: 'remote', reason: 'mode' }));
  await server.kill();
  const during = await ask(page, 40);
  expect(new Set(during.map(({ source }) => source))).toEqual(new Set(['local']));
  expect(during[0]?.reason).toBe('remote-error');
  expect(during.at(-1)?.reason).toBe('breaker-open');
  expect(await refusal(page)).toMatchObject({ kind: 'rejected', code: 'remote' });
  await server.start();
  await expect.poll(isRemoteAgain(page), { timeout: 45_000 }).toBe('remote');
});

test('what is in flight when the server is killed is answered here', async ({
  page,
  corsProxy,
  server,
  quietConsole,
}) => {
  quietConsole.allowMessage(/Failed to load resource/);
  await openHybrid(page, corsProxy.url, { timeoutMs: 30_000 });
  await ask(page, 2);
  server.slowDown(10_000);
  corsProxy.forget();
  const answers = page.evaluate(async () => {
    const nearside = await window.nearside;
    const values = Array.from({ length: 8 }, (_, index) => window.tools.seven(90 + index));
    return await Promise.all(
      values.map(async (value) => {
        const { labels, trace } = await nearside.predict('digits', value, { cache: 'bypass' });
        return { label: labels![0]!.label, source: trace.source };
      }),
    );
  });
  await expect.poll(() => corsProxy.seen.length).toBeGreaterThan(0);
  await server.kill();
  try {
    expect(await answers).toEqual(Array(8).fill({ label: '7', source: 'local' }));
  } finally {
    await server.start();
  }
});

test('a slow server is not waited for beyond its timeout', async ({ page, corsProxy, server }) => {
  await openHybrid(page, corsProxy.url, { timeoutMs: 500 });
  await ask(page, 2);
  server.slowDown(3000);
  try {
    const traces = await ask(page, 3);
    expect(new Set(traces.map(({ source }) => source))).toEqual(new Set(['local']));
    expect(traces[0]?.reason).toBe('remote-timeout');
    expect(await refusal(page)).toMatchObject({ kind: 'rejected', code: 'remote' });
  } finally {
    server.slowDown(0);
  }
  await expect.poll(isRemoteAgain(page), { timeout: 45_000 }).toBe('remote');
});

test('a deadline leaves time for this device while the server is slow', async ({
  page,
  corsProxy,
  server,
}) => {
  await openHybrid(page, corsProxy.url, { timeoutMs: 30_000 });
  await ask(page, 2);
  server.slowDown(5000);
  try {
    for (const { source } of await ask(page, 2, { deadlineMs: 3000 })) expect(source).toBe('local');
  } finally {
    server.slowDown(0);
  }
  await expect.poll(isRemoteAgain(page), { timeout: 45_000 }).toBe('remote');
});

interface Restart {
  isOver?: boolean;
  counts?: { readonly remote: number };
}

test('a server that restarts loses no request', async ({ page, corsProxy, server, quietConsole }) => {
  quietConsole.allowMessage(/Failed to load resource/);
  await openHybrid(page, corsProxy.url);
  await ask(page, 2);
  const asked = page.evaluate(async () => {
    const nearside = await window.nearside;
    const counts = { local: 0, remote: 0, wrong: 0 };
    const state = window as unknown as Restart;
    state.counts = counts;
    while (state.isOver !== true) {
      const { labels, trace } = await nearside.predict('digits', window.tools.seven(), { cache: 'bypass' });
      if (labels![0]!.label !== '7') counts.wrong += 1;
      counts[trace.source === 'remote' ? 'remote' : 'local'] += 1;
    }
    return counts;
  });
  await page.waitForFunction(() => ((window as unknown as Restart).counts?.remote ?? 0) > 0);
  await server.stop();
  await server.start();
  await expect.poll(isRemoteAgain(page), { timeout: 45_000 }).toBe('remote');
  await page.evaluate(() => {
    (window as unknown as Restart).isOver = true;
  });
  const { local, remote, wrong } = await asked;
  expect(wrong).toBe(0);
  expect(local).toBeGreaterThan(0);
  expect(remote).toBeGreaterThan(0);
});
