import type { TensorSpec } from '../../client/index.ts';

/** "FP32 [any, 28, 28]"; a dash where there is no such tensor. */
export function formatSpec(spec: TensorSpec | undefined): string {
  if (spec === undefined) return '–';
  return `${spec.datatype} [${spec.shape.map((size) => (size < 0 ? 'any' : String(size))).join(', ')}]`;
}
