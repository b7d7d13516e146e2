import type { ModelRouting, RoutingStatus } from '../../client/index.ts';

const nothing: ModelRouting = {
  mode: 'prefer-local',
  remote: { kind: 'open' },
  described: { kind: 'unknown' },
  localMs: null,
  remoteMs: null,
  rtt: [],
  timeoutMs: 10_000,
  concurrencyLimit: 4,
  inFlight: 0,
  waiting: 0,
  breaker: { state: 'closed', opensUntil: null, calls: 0, failures: 0, slow: 0, history: [] },
  split: { local: 0, remote: 0, cache: 0 },
  splitTotal: { local: 0, remote: 0, cache: 0 },
  fallbacks: { local: {}, remote: {} },
  hedges: { started: 0, won: 0, lost: 0, budget: 0 },
  probes: 0,
  retries: { made: 0, budget: 0 },
  calls: 0,
  requests: 0,
  sentBytes: 0,
  receivedBytes: 0,
};

/** The status of models of which only this much matters to a test. */
export function testRouting(models: Readonly<Record<string, Partial<ModelRouting>>>, at = 0): RoutingStatus {
  return {
    at,
    mode: 'prefer-local',
    hasHedging: true,
    isOnline: true,
    endpoint: null,
    models: Object.fromEntries(
      Object.entries(models).map(([name, routing]) => [name, { ...nothing, ...routing }]),
    ),
  };
}
