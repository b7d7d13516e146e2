import { isSampled } from '../core/caching/isSampled.ts';
import { tensorBytes } from '../core/protocol/tensor.ts';
import type { PreparedInput } from './engineRequest.ts';

/** Whether an input is among the few that are cached while caching does not pay. */
export function isSampledInput(input: PreparedInput): boolean {
  if (input.kind === 'features') return isSampled(input.store, input.start, input.length);
  const data = input.tensors[0]?.data;
  // Texts are few, and reading them to choose would cost as much as caching them.
  return data === undefined || !ArrayBuffer.isView(data) || isSampled(tensorBytes(data));
}
