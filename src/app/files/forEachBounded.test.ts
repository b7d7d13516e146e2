import { expect, test } from 'vitest';
import { forEachBounded } from './forEachBounded.ts';

const numbers = Array.from({ length: 50 }, (_, index) => index);
const never = new AbortController().signal;

test('every item is worked on once, in order, within the limit', async () => {
  const started: number[] = [];
  let running = 0;
  let most = 0;
  await forEachBounded(
    numbers,
    8,
    async (item) => {
      started.push(item);
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
    },
    never,
  );
  expect(started).toEqual(numbers);
  expect(most).toBe(8);
});

test('nothing is started after an abort', async () => {
  const controller = new AbortController();
  const started: number[] = [];
  await forEachBounded(
    numbers,
    4,
    async (item) => {
      started.push(item);
      if (item === 10) controller.abort();
      await Promise.resolve();
    },
    controller.signal,
  );
  expect(started.length).toBeLessThanOrEqual(14);
});

test('no items, no work', async () => {
  await forEachBounded([], 4, () => Promise.reject(new Error('called')), never);
});
