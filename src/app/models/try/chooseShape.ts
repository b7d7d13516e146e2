import type { TensorSpec } from '../../../client/index.ts';

export type ShapeChoice =
  | { readonly kind: 'shape'; readonly shape: readonly number[] }
  | { readonly kind: 'unfit'; readonly message: string };

/**
 * The shape of `count` values for a spec: the one that they were typed in where it fits, else the spec's own with its free dimensions
 * as the person set them, the last of those that were not set taking what is left.
 */
export function chooseShape(
  spec: TensorSpec,
  count: number,
  { typed, sizes }: { readonly typed?: readonly number[]; readonly sizes: readonly (number | undefined)[] },
): ShapeChoice {
  const wanted = spec.shape.map((size, axis) => (size === -1 ? (sizes[axis] ?? -1) : size));
  if (typed !== undefined && fits(typed, wanted)) return { kind: 'shape', shape: typed };
  const last = wanted.lastIndexOf(-1);
  const known = wanted.reduce((product, size) => (size === -1 ? product : product * size), 1);
  const shape = wanted.map((size, axis) => (size !== -1 ? size : axis === last ? count / known : 1));
  if (shape.every(Number.isInteger) && shape.reduce((product, size) => product * size, 1) === count) {
    return { kind: 'shape', shape };
  }
  const expected = last === -1 ? String(known) : `a multiple of ${String(known)}`;
  return {
    kind: 'unfit',
    message: `Expected ${expected} values for [${wanted.map((size) => (size === -1 ? 'any' : String(size))).join(', ')}], got ${String(count)}.`,
  };
}

function fits(typed: readonly number[], wanted: readonly number[]): boolean {
  return (
    typed.length === wanted.length &&
    typed.every((size, axis) => wanted[axis] === -1 || wanted[axis] === size)
  );
}
