import type { Datatype } from '../protocol/tensor.ts';

export interface GoldenTensor {
  readonly datatype: Datatype;
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** Inputs with the outputs that a variant is known to give for them. */
export interface GoldenCase {
  readonly inputs: Readonly<Record<string, GoldenTensor>>;
  readonly outputs: Readonly<Record<string, GoldenTensor>>;
  readonly tolerance: number;
}

const defaultTolerance = 1e-3;

/** The golden case of one variant, or undefined when the file holds none in a form known here. */
export function readGoldenCase(json: unknown, variant: string): GoldenCase | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const { inputs, outputs, tolerance } = json as Readonly<Record<string, unknown>>;
  if (!isTensorRecord(inputs) || typeof outputs !== 'object' || outputs === null) return undefined;
  const expected = (outputs as Readonly<Record<string, unknown>>)[variant];
  if (!isTensorRecord(expected)) return undefined;
  return {
    inputs,
    outputs: expected,
    tolerance: typeof tolerance === 'number' ? tolerance : defaultTolerance,
  };
}

function isTensorRecord(value: unknown): value is Readonly<Record<string, GoldenTensor>> {
  if (typeof value !== 'object' || value === null) return false;
  const tensors = Object.values(value) as readonly (Partial<GoldenTensor> | null)[];
  return (
    tensors.length > 0 &&
    tensors.every(
      (tensor) => Array.isArray(tensor?.data) && Array.isArray(tensor.shape) && 'datatype' in tensor,
    )
  );
}
