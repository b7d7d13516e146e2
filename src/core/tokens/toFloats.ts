import type { JobOutput } from '../ports.ts';
import { fromHalfBits } from '../protocol/halfPrecision.ts';

/** The numbers of an output as 32-bit floats; the array itself where it holds such. */
export function toFloats({ datatype, data }: Pick<JobOutput, 'datatype' | 'data'>): Float32Array {
  if (data instanceof Float32Array) return data;
  if (datatype === 'FP16') return Float32Array.from(data as Uint16Array, fromHalfBits);
  return Float32Array.from(data as ArrayLike<number | bigint | string>, Number);
}
