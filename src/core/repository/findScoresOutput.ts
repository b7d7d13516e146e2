import type { TensorSpec } from '../protocol/tensor.ts';

/** Which output of a classifier holds the scores: the first of real numbers with more than one in a row, else of real numbers, else the first. */
export function findScoresOutput(outputs: readonly TensorSpec[]): number {
  const isReal = ({ datatype }: TensorSpec): boolean => datatype.startsWith('FP');
  const rows = outputs.findIndex((spec) => isReal(spec) && spec.shape.length > 1 && spec.shape.at(-1) !== 1);
  if (rows !== -1) return rows;
  return Math.max(0, outputs.findIndex(isReal));
}
