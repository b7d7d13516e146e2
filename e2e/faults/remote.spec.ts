import type { Page } from '@playwright/test';
import type { RoutingMode } from '../../src/core/settings/settingsValue.ts';
import { startFaultServer, type FaultServer, type RemoteFault } from '../support/faultServer.ts';
import { largestDifference, readGolden } from '../support/golden.ts';
import { openApp } from '../support/openApp.ts';
import { expect, test } from '../support/test.ts';

const model = 'language-id';
const golden = readGolden(model);
const [outputName, wanted] = Object.entries(golden.outputs)[0]!;
const tolerance = 1e-3;
const networkNoise = /Failed to load resource|blocked by CORS policy|net::ERR_/;

interface Seen {
  readonly code?: string;
  readonly source?: string;
  readonly reason?: string;
  readonly scores?: readonly number[];
  readonly ms: number;
}

interface Asked {
  readonly url: string;
  readonly mode?: RoutingMode;
  readonly route?: 'local' | 'remote';
  readonly deadlineMs?: number;
  readonly timeoutMs?: number;
  readonly hasConsent?: boolean;
}

/** Asks once with the golden input under these settings. */
async function ask(page: Page, asked: Asked): Promise<Seen> {
  return await page.evaluate(
    async ({ asked: { url, mode, route, deadlineMs, timeoutMs, hasConsent }, name, inputs, output }) => {
      const nearside = await window.nearside;
      await nearside.settings.update({
        remote: { url, timeoutMs: timeoutMs ?? 1500 },
        remoteConsent: hasConsent ?? true,
        mode: mode ?? 'local-only',
      });
      const tensors = Object.fromEntries(
        Object.entries(inputs).map(([key, { datatype, shape, data }]) => [
          key,
          { datatype, shape, data: Int32Array.from(data) },
        ]),
      );
      const options = {
        cache: 'bypass',
        ...(deadlineMs === undefined ? {} : { deadlineMs }),
        ...(route === undefined ? {} : { route }),
      } as const;
      const startAt = performance.now();
      try {
        const { outputs, trace } = await nearside.infer({ model: name, inputs: tensors }, options);
        const scores = [...(outputs[output]!.data as Float32Array)];
        return { source: trace.source, reason: trace.reason ?? '', scores, ms: performance.now() - startAt };
      } catch (error) {
        return { code: (error as { code: string }).code, ms: performance.now() - startAt };
      }
    },
    { asked, name: model, inputs: golden.inputs, output: outputName },
  );
}

function expectGolden({ scores }: Seen): void {
  expect(largestDifference(scores ?? [], wanted.data)).toBeLessThanOrEqual(tolerance);
}

let remote: FaultServer;
let cases = 0;

/** An address that is an endpoint of its own: nothing is remembered of it. */
function fresh(): string {
  cases += 1;
  return `${remote.url}/case-${cases}`;
}

test.beforeAll(async () => {
  remote = await startFaultServer(model);
});

test.afterAll(() => remote.close());

test.beforeEach(() => {
  remote.fail('none');
  remote.delay(0);
});

const faults: readonly (readonly [RemoteFault, reason: RegExp, code: string])[] = [
  ['reset', /remote-error/, 'remote'],
  ['reset in the body', /remote-error/, 'remote'],
  ['500', /remote-error/, 'remote'],
  ['503', /remote-error/, 'remote'],
  ['503 with Retry-After', /remote-error/, 'remote'],
  ['404', /model-missing/, 'not-found'],
  ['hang', /remote-timeout/, 'remote'],
  ['slow first byte', /remote-timeout/, 'remote'],
  ['slow body', /remote-timeout/, 'remote'],
  ['truncated', /remote-error/, 'remote'],
  ['wrong shape', /remote-error/, 'remote'],
  ['wrong datatype', /remote-error/, 'remote'],
  ['bare NaN', /remote-error/, 'remote'],
  ['html', /remote-error/, 'remote'],
  ['no cors', /remote-error/, 'remote'],
  ['redirect', /remote-error/, 'remote'],
];

test('every fault in every mode: the other side answers within the deadline, or a typed error comes', async ({
  page,
  quietConsole,
}) => {
  test.slow();
  quietConsole.allowMessage(networkNoise);
  await openApp(page, { models: [model] });
  for (const [fault, reason, code] of faults) {
    remote.fail(fault);
    const deadlineMs = 6000;
    const seen: Record<string, Seen> = {};
    const modes = ['prefer-local', 'prefer-remote', 'fastest', 'remote-only'] as const;
    for (const mode of modes) seen[mode] = await ask(page, { url: fresh(), mode, deadlineMs });
    seen['route'] = await ask(page, { url: fresh(), mode: 'prefer-local', route: 'remote', deadlineMs });
    const way = (name: string): string => {
      const { code: failed, source = '', reason: why = '' } = seen[name]!;
      return failed ?? `${source} ${why}`;
    };
    expect.soft(way('prefer-local'), fault).toBe('local mode');
    expect.soft(way('prefer-remote'), fault).toMatch(new RegExp(`^local ${reason.source}$`));
    expect.soft(way('fastest'), fault).toMatch(/^local /);
    expect.soft(way('remote-only'), fault).toBe(code);
    expect.soft(way('route'), fault).toBe(code);
    for (const answer of Object.values(seen)) {
      expect.soft(answer.ms, fault).toBeLessThanOrEqual(deadlineMs);
      if (answer.code === undefined) expectGolden(answer);
    }
  }
});

test('an endpoint that is not there, out of reach, well, and late', async ({
  page,
  context,
  quietConsole,
}) => {
  quietConsole.allowMessage(networkNoise);
  await openApp(page, { models: [model] });
  const url = 'http://127.0.0.1:1';
  const refused = await ask(page, { url, mode: 'prefer-remote' });
  expect([refused.source, refused.reason]).toEqual(['local', 'remote-error']);
  expectGolden(refused);
  expect((await ask(page, { url, route: 'remote' })).code).toBe('remote');

  await context.setOffline(true);
  const offline = await ask(page, { url: fresh(), mode: 'prefer-remote' });
  expect([offline.source, offline.reason]).toEqual(['local', 'offline']);
  expectGolden(offline);
  expect((await ask(page, { url: fresh(), route: 'remote' })).code).toBe('remote');
  await context.setOffline(false);

  const well = await ask(page, { url: fresh(), mode: 'prefer-remote' });
  expect([well.source, well.reason]).toEqual(['remote', 'mode']);
  expectGolden(well);
  const endpoint = fresh();
  const asked = await ask(page, { url: endpoint, mode: 'local-only', route: 'remote' });
  expect([asked.source, asked.reason]).toEqual(['remote', 'asked']);
  expectGolden(asked);

  // The browser remembers the endpoint's leave: calls cost one round trip.
  const calls = remote.requests;
  for (let call = 1; call <= 3; call += 1) {
    await ask(page, { url: endpoint, mode: 'local-only', route: 'remote' });
    expect(remote.requests).toBe(calls + call);
  }

  remote.fail('hang');
  const late = await ask(page, { url: fresh(), route: 'remote', deadlineMs: 300, timeoutMs: 10_000 });
  expect(late.code).toBe('deadline');
  expect(late.ms).toBeLessThan(600);
});

test('without consent nothing is sent, and after it is taken back nothing more', async ({
  page,
  quietConsole,
}) => {
  quietConsole.allowMessage(networkNoise);
  await openApp(page, { models: [model] });
  const before = remote.requests;
  const url = fresh();
  const ways: string[] = [];
  for (const mode of ['local-only', 'prefer-local', 'prefer-remote', 'fastest', 'remote-only'] as const) {
    const { code, source = '', reason = '' } = await ask(page, { url, mode, hasConsent: false });
    ways.push(code ?? `${source} ${reason}`);
  }
  ways.push((await ask(page, { url, route: 'remote', hasConsent: false })).code ?? 'answered');
  expect(ways).toEqual([
    'local mode',
    'local mode',
    'local no-consent',
    'local no-consent',
    'consent',
    'consent',
  ]);
  expect(remote.requests).toBe(before);

  remote.fail('hang');
  const inferences = remote.inferences;
  const open = ask(page, { url, route: 'remote', timeoutMs: 20_000 });
  await expect.poll(() => remote.inferences).toBe(inferences + 1);
  await page.evaluate(async () => {
    await (await window.nearside).settings.update({ remoteConsent: false });
  });
  expect((await open).code).toBe('consent');
  const after = remote.requests;
  expect((await ask(page, { url, mode: 'prefer-remote', hasConsent: false })).reason).toBe('no-consent');
  expect((await ask(page, { url, route: 'remote', hasConsent: false })).code).toBe('consent');
  expect(remote.requests).toBe(after);
});
