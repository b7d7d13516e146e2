import type { MetricsSnapshot, ModelMetrics, Percentiles } from '../../client/index.ts';

const noSamples: Percentiles = { p50: null, p90: null, p99: null, samples: 0 };

const idle: ModelMetrics = {
  requests: 0,
  inferences: 0,
  executions: 0,
  batchSizes: {},
  errors: {},
  refusals: {},
  aborted: 0,
  sources: {},
  paddingRows: 0,
  tokens: 0,
  paddingTokens: 0,
  queueDepth: 0,
  inFlight: 0,
  requestsPerSecond: 0,
  inferencesPerSecond: 0,
  latencyMs: noSamples,
  queueMs: noSamples,
  inputMs: noSamples,
  computeMs: noSamples,
  outputMs: noSamples,
};

/** A snapshot of an idle engine, for tests, with what the test is about on top. */
export function testSnapshot(at: number, total: Partial<ModelMetrics> = {}): MetricsSnapshot {
  return {
    at,
    windowMs: 10_000,
    total: { ...idle, ...total },
    models: {},
    versions: {},
    instances: [],
    costs: [],
    environment: { isolated: true, cores: 2, engineRealm: 'worker' },
  };
}
