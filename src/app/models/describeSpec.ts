import type { TensorSpec } from '../../client/index.ts';

/** A spec in one short line: `FP32 [n, 3, 224, 224]`; a free dimension is an n. */
export function describeSpec({ datatype, shape }: Pick<TensorSpec, 'datatype' | 'shape'>): string {
  return shape.length === 0
    ? `${datatype} scalar`
    : `${datatype} [${shape.map((size) => (size === -1 ? 'n' : String(size))).join(', ')}]`;
}
