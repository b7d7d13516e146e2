import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RouteChoice, RouteReason } from '../protocol/inference.ts';
import type { RoutingMode } from '../settings/settingsValue.ts';
import { canMakeIt, chooseRoute, type RouteQuestion } from './chooseRoute.ts';
import type { RemoteState } from './routingStatus.ts';

const open: RemoteState = { kind: 'open' };
const closed = (reason: RouteReason): RemoteState => ({ kind: 'closed', reason, message: '' });

function ask(
  mode: RoutingMode,
  {
    route,
    leftMs = Infinity,
    local = {},
    remote = {},
  }: {
    readonly route?: RouteChoice;
    readonly leftMs?: number;
    readonly local?: Partial<RouteQuestion['local']>;
    readonly remote?: Partial<RouteQuestion['remote']>;
  } = {},
): string {
  const plan = chooseRoute({
    route,
    mode,
    leftMs,
    local: { predictedMs: 10, ...local },
    remote: { predictedMs: 30, state: open, isCrowded: false, ...remote },
  });
  return plan.kind === 'refused'
    ? `refused ${plan.reason}`
    : `${plan.first} ${plan.reason} ${plan.second ?? '-'}`;
}

describe('what a mode says', () => {
  test.each<[RoutingMode, string, string, string]>([
    ['local-only', 'local mode -', 'local mode -', 'local mode -'],
    ['prefer-local', 'local mode remote', 'local mode -', 'local mode -'],
    ['prefer-remote', 'remote mode local', 'local no-consent -', 'local breaker-open -'],
    ['fastest', 'local faster remote', 'local no-consent -', 'local breaker-open -'],
    ['remote-only', 'remote mode -', 'refused no-consent', 'refused breaker-open'],
  ])('%s: %s, without consent %s, with an open breaker %s', (mode, usual, noConsent, breaker) => {
    expect(ask(mode)).toBe(usual);
    expect(ask(mode, { remote: { state: closed('no-consent') } })).toBe(noConsent);
    expect(ask(mode, { remote: { state: closed('breaker-open') } })).toBe(breaker);
    expect(ask(mode, { route: 'local', remote: { state: closed('no-consent') } })).toBe('local asked -');
    expect(ask(mode, { route: 'remote' })).toBe('remote asked -');
  });
});

test.each<[string, string, string]>([
  [
    'the endpoint stands in for a lost worker',
    ask('prefer-local', { local: { closed: 'worker-lost' } }),
    'remote worker-lost local',
  ],
  [
    'and for a model that is not here',
    ask('prefer-remote', { local: { closed: 'model-missing', isMissing: true } }),
    'remote mode -',
  ],
  [
    'but not where it would be late',
    ask('prefer-local', { leftMs: 20, local: { closed: 'worker-lost' } }),
    'local mode remote',
  ],
  [
    'the device takes what the endpoint cannot make in time',
    ask('prefer-remote', { leftMs: 35 }),
    'local deadline remote',
  ],
  ['unless it could not either', ask('prefer-remote', { leftMs: 11 }), 'remote mode local'],
  [
    'and what would wait long',
    ask('prefer-remote', { remote: { isCrowded: true } }),
    'local queue-full remote',
  ],
  ['the faster one is the endpoint', ask('fastest', { remote: { predictedMs: 9 } }), 'remote faster local'],
  [
    'nothing measured is not faster',
    ask('fastest', { remote: { predictedMs: undefined } }),
    'local faster remote',
  ],
  [
    'but for a model that still loads',
    ask('fastest', { local: { predictedMs: Infinity }, remote: { predictedMs: undefined } }),
    'remote faster local',
  ],
  [
    'a missing model there is asked for by those who insist',
    ask('remote-only', { remote: { state: closed('model-missing') } }),
    'remote mode -',
  ],
])('%s', (_, plan, expected) => {
  expect(plan).toBe(expected);
});

test.each<[number | undefined, number, number | undefined, boolean]>([
  [undefined, 1, undefined, true],
  [undefined, 0, undefined, false],
  [80, 100, undefined, true],
  [81, 100, undefined, false],
  [81, 100, 1, true],
  [101, 100, 1, false],
])('what should take %s ms can make it in %s with a margin of %s: %s', (predictedMs, leftMs, margin, can) => {
  expect(canMakeIt(predictedMs, leftMs, margin === undefined ? {} : { margin })).toBe(can);
});

test('law: without consent nothing is sent, and a route of its own has no second way', () => {
  const reasons = [
    'no-consent',
    'breaker-open',
    'offline',
    'unsupported',
    'model-missing',
    'remote-error',
  ] as const;
  const milliseconds = fc.option(fc.double({ min: 0, max: 1e4, noNaN: true }), { nil: undefined });
  const question = fc.record({
    route: fc.constantFrom<RouteChoice | undefined>(undefined, 'auto', 'local', 'remote'),
    mode: fc.constantFrom<RoutingMode>(
      'local-only',
      'prefer-local',
      'prefer-remote',
      'remote-only',
      'fastest',
    ),
    leftMs: fc.oneof(fc.constant(Infinity), fc.double({ min: -10, max: 1e4, noNaN: true })),
    local: fc.record({ predictedMs: milliseconds, isMissing: fc.boolean() }),
    remote: fc.record({
      predictedMs: milliseconds,
      isCrowded: fc.boolean(),
      state: fc.constantFrom<RemoteState>(open, ...reasons.map(closed)),
    }),
  });
  fc.assert(
    fc.property(question, (asked) => {
      const plan = chooseRoute(asked);
      const { state } = asked.remote;
      const mayLeave = state.kind === 'open' || state.reason !== 'no-consent';
      if (plan.kind === 'refused') {
        expect(asked.route === 'remote' || asked.mode === 'remote-only').toBe(true);
        return;
      }
      if (!mayLeave) expect([plan.first, plan.second]).toEqual(['local', undefined]);
      if (asked.route === 'local' || asked.route === 'remote') {
        expect([plan.first, plan.second]).toEqual([asked.route, undefined]);
      }
      expect(plan.second).not.toBe(plan.first);
    }),
  );
});
