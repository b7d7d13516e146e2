import { expect, test } from 'vitest';
import { bucketBatchSizes } from './bucketBatchSizes.ts';

test('few sizes have a bar each, in order', () => {
  expect(bucketBatchSizes({ 32: 1, 1: 5, 4: 2 })).toEqual([
    { name: '1', count: 5 },
    { name: '4', count: 2 },
    { name: '32', count: 1 },
  ]);
});

test('many sizes are taken together in ranges that double', () => {
  const sizes = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [index + 1, 1]));
  expect(bucketBatchSizes(sizes)).toEqual([
    { name: '1', count: 1 },
    { name: '2', count: 1 },
    { name: '3–4', count: 2 },
    { name: '5–8', count: 4 },
    { name: '9–16', count: 8 },
    { name: '17–32', count: 4 },
  ]);
});

test('before the first execution there are no bars', () => {
  expect(bucketBatchSizes({})).toEqual([]);
});
