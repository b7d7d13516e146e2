import type { JobOutput } from '../ports.ts';

/** The numbers of an output as 32-bit floats; the array itself where it holds such. */
export function toFloats({ datatype, data }: Pick<JobOutput, 'datatype' | 'data'>): Float32Array {
  if (data instanceof Float32Array) return data;
  if (datatype === 'FP16') return Float32Array.from(data as Uint16Array, halfToFloat);
  return Float32Array.from(data as ArrayLike<number | bigint | string>, Number);
}

/** The value of a half-precision number from its bits (IEEE 754). */
function halfToFloat(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
