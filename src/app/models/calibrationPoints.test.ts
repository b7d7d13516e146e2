import { expect, test } from 'vitest';
import { calibrationPoints } from './calibrationPoints.ts';

test('every candidate that ran has a line of its own over all batch sizes', () => {
  const { points, series } = calibrationPoints([
    {
      variant: 'int8',
      backend: 'wasm',
      threads: 1,
      ok: true,
      curve: [
        { batch: 1, ms: 2 },
        { batch: 4, ms: 5 },
      ],
    },
    { variant: 'fp32', backend: 'wasm', threads: 2, ok: true, curve: [{ batch: 1, ms: 3 }] },
    { variant: 'fp32', backend: 'webgpu', threads: 1, ok: false, error: 'no adapter', curve: [] },
  ]);
  expect(series.map(({ name }) => name)).toEqual(['int8, wasm', 'fp32, wasm, 2 threads']);
  expect(points).toEqual([
    { x: 1, values: { c0: 2, c1: 3 } },
    { x: 4, values: { c0: 5, c1: null } },
  ]);
});

test('no two of sixteen lines look the same', () => {
  const { series } = calibrationPoints(
    Array.from({ length: 16 }, (_, index) => ({
      variant: String(index),
      backend: 'wasm' as const,
      threads: 1,
      ok: true,
      curve: [{ batch: 1, ms: 1 }],
    })),
  );
  expect(new Set(series.map(({ color, dash }) => `${color}/${dash ?? ''}`)).size).toBe(16);
});
