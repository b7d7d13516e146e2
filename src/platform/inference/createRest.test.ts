import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRest } from './createRest.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});

afterEach(() => {
  vi.useRealTimers();
});

test('rests in proportion to each step, the time since the realm began being the first, and not without end', async () => {
  const startAt = performance.now();
  const rest = createRest({ givesWay: true });
  const rests: number[] = [];
  for (const stepMs of [40 - startAt, 10, 0, 1000]) {
    vi.advanceTimersByTime(stepMs);
    const restAt = performance.now();
    const rested = rest();
    await vi.runAllTimersAsync();
    await rested;
    rests.push(performance.now() - restAt);
  }
  expect(rests).toEqual([240, 60, 0, 250]);
});

test('does not rest where nobody is to be given way', async () => {
  const rest = createRest({});
  vi.advanceTimersByTime(1000);
  await rest();
  expect(vi.getTimerCount()).toBe(0);
});
