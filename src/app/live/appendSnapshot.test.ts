import { expect, test } from 'vitest';
import type { MetricsSnapshot } from '../../client/index.ts';
import { appendSnapshot } from './appendSnapshot.ts';
import { testSnapshot } from './testSnapshot.ts';

const append = (times: readonly number[]): readonly number[] =>
  times
    .reduce<readonly MetricsSnapshot[]>((history, at) => appendSnapshot(history, testSnapshot(at)), [])
    .map(({ at }) => at);

test('snapshots stay in order', () => {
  expect(append([1000, 2000, 3000])).toEqual([1000, 2000, 3000]);
});

test('what is older than two minutes is dropped', () => {
  expect(append([1000, 2000, 121_500])).toEqual([2000, 121_500]);
});

test('never more than 120 points, however fast they come', () => {
  const times = Array.from({ length: 500 }, (_, index) => 1000 + index);
  expect(append(times)).toEqual(times.slice(-120));
});

test('a snapshot of the same instant replaces its forerunner', () => {
  expect(append([1000, 1000])).toEqual([1000]);
});

test('a clock that goes back starts a new history', () => {
  expect(append([5000, 6000, 100])).toEqual([100]);
});
