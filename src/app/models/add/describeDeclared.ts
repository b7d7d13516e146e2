import type { ModelInspection } from '../../../client/index.ts';

type Declared = ModelInspection['inputs'][number];

/** `FP32 [batch, 3, 224, 224]`; what is no tensor says what it is instead. */
export function describeDeclared({ kind, datatype, elementType, shape }: Declared): string {
  if (kind !== 'tensor') return kind;
  const type = datatype ?? elementType ?? 'unknown';
  if (shape === undefined) return `${type} of any shape`;
  if (shape.length === 0) return `${type} scalar`;
  return `${type} [${shape.map((size) => (size === '' ? 'n' : String(size))).join(', ')}]`;
}
