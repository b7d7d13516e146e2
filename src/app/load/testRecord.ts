import type { LoadRecord } from './runHistory.ts';

/** A run for tests of what shows runs. */
export const testRecord: LoadRecord = {
  id: 'one',
  endedAt: Date.UTC(2026, 10, 22, 9, 30),
  cores: 2,
  isIsolated: true,
  report: {
    plan: { model: 'digits', scenario: 'server', seconds: 2, rate: 50, sloMs: 100, target: 'nearside' },
    offered: 101,
    accepted: 99,
    completed: 98,
    inTime: 97,
    refused: { 'queue-full': 2, deadline: 1 },
    refusals: { 'predicted-late': 2, expired: 1 },
    unanswered: 0,
    throughput: 49,
    goodput: 48.5,
    latencyMs: { p50: 4, p90: 8, p99: 90, samples: 98 },
    lagMs: { p50: 0.1, p90: 0.2, p99: 0.9, samples: 101 },
    valid: false,
    notes: ['p99 needs 564 more samples'],
    sloMet: false,
    elapsedMs: 2000,
    isStopped: false,
    spectrum: [
      { share: 0, ms: 2 },
      { share: 0.5, ms: 4 },
      { share: 0.99, ms: 90 },
      { share: 1, ms: 120 },
    ],
    perSecond: [
      { second: 0, offered: 50, completed: 49, refused: 1, p50: 4, p99: 80, queueDepth: 1, batchSize: 1.5 },
      { second: 1, offered: 51, completed: 49, refused: 2, p50: 4, p99: 120, queueDepth: 0, batchSize: null },
    ],
  },
};
