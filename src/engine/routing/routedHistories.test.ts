import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RoutingMode } from '../../core/settings/settingsValue.ts';
import { defaultSettings } from '../../core/settings/settingsValue.ts';
import type { RemoteBehaviour } from '../testing/fakeNetwork.ts';
import { startTestEngine } from '../testing/startTestEngine.ts';

const isLong = process.env['NEARSIDE_LONG'] === '1';
const numRuns = isLong ? 5000 : 60;
const timeoutMs = isLong ? 3_600_000 : 60_000;
const restMs = 400_000;
const mostLateMs = 50;
const models = ['wide', 'linear', 'coupled'] as const;
const remote = { url: 'https://there.test', timeoutMs: 3000 };

const ask = fc.record({
  kind: fc.constant('ask'),
  model: fc.constantFrom(...models, 'elsewhere' as const),
  rows: fc.constantFrom(1, 1, 3, 12),
  route: fc.constantFrom(undefined, undefined, undefined, 'local', 'remote'),
  deadlineMs: fc.constantFrom(undefined, undefined, 5, 40, 300),
  cache: fc.constantFrom('use', 'bypass', 'refresh'),
});
const burst = fc.record({
  kind: fc.constant('burst'),
  model: fc.constantFrom(...models),
  count: fc.integer({ min: 5, max: 40 }),
});
const wait = fc.record({ kind: fc.constant('wait'), ms: fc.constantFrom(0, 1, 7, 50, 800, 6000) });
const cancel = fc.record({ kind: fc.constant('cancel'), at: fc.nat() });
const lose = fc.record({ kind: fc.constant('lose'), at: fc.nat() });
const change = fc.record({
  kind: fc.constant('change'),
  patch: fc.oneof(
    fc.record({
      mode: fc.constantFrom<RoutingMode>(
        'local-only',
        'prefer-local',
        'prefer-remote',
        'fastest',
        'remote-only',
      ),
    }),
    fc.record({ remoteConsent: fc.boolean() }),
    fc.record({ hedging: fc.boolean() }),
  ),
});
const remoteChange = fc.record({
  kind: fc.constant('remote'),
  behaviour: fc.constantFrom<RemoteBehaviour>(
    'well',
    'well',
    'well',
    'hang',
    'wrong shapes',
    { kind: 'unreachable' },
    { kind: 'broken' },
    { kind: 'status', status: 500 },
    { kind: 'status', status: 404 },
    { kind: 'status', status: 503, retryAfterMs: 500 },
  ),
  ms: fc.constantFrom(1, 10, 200),
  isUp: fc.constantFrom(true, true, true, false),
});

type ValueOf<Source> = Source extends fc.Arbitrary<infer Value> ? Value : never;
type Step = ValueOf<
  typeof ask | typeof burst | typeof wait | typeof cancel | typeof lose | typeof change | typeof remoteChange
>;

interface Asked {
  readonly at: number;
  readonly marks: readonly number[];
  readonly deadlineMs: number | undefined;
  readonly route: string | undefined;
  isCancelled: boolean;
}

async function play(steps: readonly Step[]): Promise<void> {
  const world = startTestEngine({
    stored: {
      remote,
      remoteConsent: true,
      mode: 'prefer-local',
      cache: { ...defaultSettings.cache, models: { wide: 'on' } },
    },
  });
  const { clock, network, factory } = world;
  network.maxBatch = 8;
  const page = world.connect();
  const asked = new Map<number, Asked>();
  let mark = 0;
  let hasConsent = true;
  let callsWithout = 0;
  const request = (model: string, rows: number, options: Parameters<typeof page.infer>[2] = {}): void => {
    const marks = Array.from({ length: rows }, () => (mark += 1));
    const id = page.infer(
      model,
      marks.map((value) => [value, 0, 0]),
      options,
    );
    const { deadlineMs, route } = options;
    asked.set(id, { at: clock.now(), marks, deadlineMs, route, isCancelled: false });
  };
  for (const step of steps) {
    const sent = network.calls.length;
    if (step.kind === 'ask') {
      const { model, rows, route, deadlineMs, cache } = step;
      const given = Object.entries({ route, deadlineMs, cache }).filter(([, value]) => value !== undefined);
      request(model, rows, Object.fromEntries(given));
    } else if (step.kind === 'burst')
      for (let count = 0; count < step.count; count += 1) request(step.model, 1);
    else if (step.kind === 'wait') await clock.advance(step.ms);
    else if (step.kind === 'cancel') {
      const id = step.at % (asked.size + 1);
      const known = asked.get(id);
      if (known !== undefined) {
        known.isCancelled = true;
        page.session.receive({ kind: 'cancel', ids: [id] });
      }
    } else if (step.kind === 'lose')
      factory.living[step.at % Math.max(1, factory.living.length)]?.lose('killed');
    else if (step.kind === 'change') {
      await page.control.updateSettings(step.patch);
      if ('remoteConsent' in step.patch) hasConsent = step.patch.remoteConsent;
    } else Object.assign(network, { behaviour: step.behaviour, ms: step.ms, isUp: step.isUp });
    if (!hasConsent) callsWithout += network.calls.length - sent;
  }
  // A long chain of promises settles over several steps.
  for (const ms of [0, 0, 0, 100, restMs, restMs]) await clock.advance(ms);

  expect(callsWithout).toBe(0);
  for (const [id, { at, marks, deadlineMs, isCancelled, route }] of asked) {
    const answers = page.answers.get(id) ?? [];
    if (isCancelled ? answers.length > 1 : answers.length !== 1)
      throw new Error(`Expected one answer for ${id}, got ${answers.length}.`);
    const [answer] = answers;
    if (answer === undefined) continue;
    if (answer.outputs !== undefined) {
      expect([...(answer.outputs['z']!.data as Int32Array)]).toEqual(marks);
      const { source } = answer.trace!;
      if (route !== undefined && (source === 'local' || source === 'remote')) expect(source).toBe(route);
      expect(answer.trace!.variant === 'remote').toBe(answer.trace!.backend === 'remote');
    }
    if (deadlineMs !== undefined) expect(answer.at - at).toBeLessThanOrEqual(deadlineMs + mostLateMs);
  }
  const { models: routed } = await page.control.routingStatus();
  for (const { hedges, retries, inFlight, waiting } of Object.values(routed)) {
    expect([inFlight, waiting]).toEqual([0, 0]);
    expect(hedges.started * 20).toBeLessThanOrEqual(asked.size);
    expect(retries.made * 10).toBeLessThanOrEqual(asked.size);
  }
}

test(
  'law: every request settles once, with its own tensors or a typed error; budgets hold; nothing leaves without consent',
  async () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: ask },
      { weight: 2, arbitrary: burst },
      { weight: 6, arbitrary: wait },
      { weight: 1, arbitrary: cancel },
      { weight: 1, arbitrary: lose },
      { weight: 2, arbitrary: change },
      { weight: 2, arbitrary: remoteChange },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
        await play(steps);
      }),
      { numRuns },
    );
  },
  timeoutMs,
);
