import type { TensorSpec } from '../protocol/tensor.ts';

const defaultMaxBatch = 32;

/** Rows that one call may bring, as Triton's `max_batch_size` says it: 0 unless the first dimension of every tensor is free. */
export function maxBatchSize({
  inputs,
  outputs,
  maxBatch = defaultMaxBatch,
}: {
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  readonly maxBatch?: number | undefined;
}): number {
  return [...inputs, ...outputs].every(({ shape }) => shape[0] === -1) ? maxBatch : 0;
}
