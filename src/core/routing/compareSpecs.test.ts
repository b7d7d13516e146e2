import { expect, test } from 'vitest';
import type { TensorSpec } from '../protocol/tensor.ts';
import { compareSpecs, describeDifferences } from './compareSpecs.ts';

const spec = (name: string, datatype: TensorSpec['datatype'], ...shape: number[]): TensorSpec => ({
  name,
  datatype,
  shape,
});
const local = { inputs: [spec('x', 'FP32', -1, 3)], outputs: [spec('y', 'FP32', -1, 7)] };

test.each<[string, TensorSpec[], TensorSpec[], number]>([
  ['the same', [spec('x', 'FP32', -1, 3)], [spec('y', 'FP32', -1, 7)], 0],
  ['what says nothing', [], [], 0],
  ['what takes more', [spec('x', 'FP32', -1, -1)], [spec('y', 'FP32', -1, -1)], 0],
  ['an output with a one at its end', [spec('x', 'FP32', -1, 3)], [spec('y', 'FP32', -1, 7, 1)], 0],
  ['one output more', [spec('x', 'FP32', -1, 3)], [spec('y', 'FP32', -1, 7), spec('w', 'FP32', 1)], 0],
  ['another datatype', [spec('x', 'INT64', -1, 3)], [spec('y', 'FP32', -1, 7)], 1],
  ['another size', [spec('x', 'FP32', -1, 4)], [spec('y', 'FP32', -1, 8)], 2],
  ['one row alone', [spec('x', 'FP32', 1, 3)], [spec('y', 'FP32', 1, 7)], 1],
  ['another rank', [spec('x', 'FP32', -1, 3, 1)], [spec('y', 'FP32', -1, 7)], 1],
  ['one input more', [spec('x', 'FP32', -1, 3), spec('w', 'FP32', 1)], [spec('y', 'FP32', -1, 7)], 1],
  ['another name', [spec('x', 'FP32', -1, 3)], [spec('z', 'FP32', -1, 7)], 1],
])('%s', (_, inputs, outputs, count) => {
  expect(compareSpecs(local, { inputs, outputs }).length).toBe(count);
});

test('both sides are named', () => {
  const differences = compareSpecs(local, { inputs: [spec('x', 'INT64', -1, 3)], outputs: [] });
  const text = describeDifferences('m', differences);
  expect(text).toContain('FP32 [-1, 3]');
  expect(text).toContain('INT64 [-1, 3]');
});
