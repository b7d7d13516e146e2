import { expect, test } from 'vitest';
import { latencyPoints } from './latencyPoints.ts';
import { testSnapshot } from './testSnapshot.ts';

const at = (seconds: number, samples: number) =>
  testSnapshot(seconds * 1000, { latencyMs: { p50: seconds, p90: seconds, p99: seconds, samples } });

test('a percentile with enough samples behind it is drawn as such, any other as early', () => {
  const [point] = latencyPoints([at(1, 100)], undefined);
  expect(point?.values).toEqual({ p50: 1, p50Early: null, p90: 1, p90Early: null, p99: null, p99Early: 1 });
});

test('the early line meets the other one', () => {
  const points = latencyPoints([at(1, 5), at(2, 20), at(3, 30)], undefined);
  expect(points.map(({ values }) => [values['p50'], values['p50Early']])).toEqual([
    [null, 1],
    [2, 2],
    [3, null],
  ]);
});

test('no samples, no value', () => {
  const snapshot = testSnapshot(1000);
  expect(Object.values(latencyPoints([snapshot], undefined)[0]?.values ?? {})).toEqual(Array(6).fill(null));
});
