import { expect, test } from 'vitest';
import { testSnapshot } from '../live/testSnapshot.ts';
import { selectMetrics, toTimePoints } from './timePoint.ts';

const history = [testSnapshot(1000, { queueDepth: 3 }), testSnapshot(3500, { queueDepth: 5 })];

test('points are placed by their age, newest at zero', () => {
  expect(toTimePoints(history, undefined, ({ queueDepth }) => ({ queueDepth }))).toEqual([
    { offsetSeconds: -2.5, values: { queueDepth: 3 } },
    { offsetSeconds: 0, values: { queueDepth: 5 } },
  ]);
});

test('a model that has no figures yet gives points without values', () => {
  const points = toTimePoints(history, 'digits', ({ queueDepth }) => ({ queueDepth }));
  expect(points.map(({ values }) => values)).toEqual([{}, {}]);
});

test('no model means all of them together', () => {
  const snapshot = testSnapshot(0, { requests: 7 });
  expect(selectMetrics(snapshot, undefined)?.requests).toBe(7);
  expect(selectMetrics(snapshot, 'digits')).toBeUndefined();
});
