import { expect, test } from 'vitest';
import { describeTrial } from './describeTrial.ts';

const trial = { rate: 100, met: true, inTimeShare: 1, p99: 10, latencyGrowth: 0, isConfirming: false };

test.each([
  [{}, 'met'],
  [{ isConfirming: true }, 'met, in a longer run'],
  [{ met: false, inTimeShare: 0.98, latencyGrowth: 0.2 }, 'missed'],
  [{ met: false, latencyGrowth: 0.06 }, 'the queue grew'],
  [{ met: false, latencyGrowth: 0.06, isConfirming: true }, 'the queue grew, in a longer run'],
])('%j: %s', (change, words) => {
  expect(describeTrial({ ...trial, ...change })).toBe(words);
});
