import { expect, test } from 'vitest';
import type { ModelStatus } from '../repository/modelStatus.ts';
import { describeConfig } from './describeServer.ts';

const free: Pick<ModelStatus, 'inputs' | 'outputs'> = {
  inputs: [
    { name: 'ids', datatype: 'INT64', shape: [-1, -1] },
    { name: 'kinds', datatype: 'BYTES', shape: [-1, 2] },
  ],
  outputs: [{ name: 'score', datatype: 'FP32', shape: [-1] }],
};
const pinned: typeof free = { ...free, outputs: [{ name: 'score', datatype: 'FP32', shape: [4, 3] }] };

test.each<[string, Partial<ModelStatus>, number | undefined]>([
  ['a cap', { ...free, maxBatch: 8 }, 8],
  ['no cap yet', free, 32],
  ['rows that depend on each other', { ...free, batching: 'coupled', maxBatch: 1 }, 1],
  ['a fixed batch', { ...free, batching: 'fixed', maxBatch: 4 }, 0],
  ['an output without rows', pinned, 0],
  ['unknown tensors', { inputs: [], outputs: [] }, undefined],
])('rows that a call may bring: %s', (_, status, wanted) => {
  const { max_batch_size: rows } = describeConfig(status as ModelStatus) as { max_batch_size?: number };
  expect(rows).toBe(wanted);
});

test('tensors as Triton names them, the batch left out', () => {
  expect(describeConfig({ name: 'm', ...free } as ModelStatus)).toMatchObject({
    name: 'm',
    input: [
      { name: 'ids', data_type: 'TYPE_INT64', dims: [-1] },
      { name: 'kinds', data_type: 'TYPE_STRING', dims: [2] },
    ],
    output: [{ name: 'score', data_type: 'TYPE_FP32', dims: [] }],
  });
});
