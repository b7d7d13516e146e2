import { expect, test } from 'vitest';
import { sumCounters } from './sumCounters.ts';
import { testRouting } from './testRouting.ts';

test('counts are added over models; fallbacks with the same side and reason are one', () => {
  const status = testRouting({
    one: {
      fallbacks: { local: { 'remote-error': 2, offline: 0 }, remote: { 'queue-full': 1 } },
      hedges: { started: 3, won: 1, lost: 2, budget: 4 },
      retries: { made: 1, budget: 2 },
      ...{ calls: 5, requests: 9, sentBytes: 100, receivedBytes: 50 },
    },
    two: {
      fallbacks: { local: { 'remote-error': 3 }, remote: {} },
      hedges: { started: 1, won: 1, lost: 0, budget: 0 },
      ...{ calls: 1, requests: 1, sentBytes: 10, receivedBytes: 5 },
    },
  });
  expect(sumCounters(status)).toEqual({
    fallbacks: [
      { side: 'local', reason: 'remote-error', count: 5 },
      { side: 'remote', reason: 'queue-full', count: 1 },
    ],
    hedges: { started: 4, won: 2, lost: 2, budget: 4 },
    retries: { made: 1, budget: 2 },
    ...{ calls: 6, requests: 10, sentBytes: 110, receivedBytes: 55 },
  });
});
