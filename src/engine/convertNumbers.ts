import { NearsideError } from '../core/errors.ts';
import { toHalfBits } from '../core/protocol/halfPrecision.ts';
import {
  elementSizeBytes,
  isArrayOf,
  viewTensorData,
  type Datatype,
  type NumericArray,
  type TensorSpec,
} from '../core/protocol/tensor.ts';

/** Numbers as a caller may list them. */
export type NumberList = readonly (number | bigint | boolean)[] | NumericArray;

/**
 * Numbers as the array that carries the input's datatype, rounded towards zero for whole numbers. Throws `bad-input` for what is not finite or
 * what the datatype cannot hold: an array would keep another number silently. An array that is of that kind already is given back itself.
 */
export function convertNumbers({ name, datatype }: TensorSpec, values: NumberList): NumericArray {
  if (datatype === 'BYTES')
    throw new NearsideError('bad-input', `Input "${name}": expected a BYTES tensor, got plain numbers.`);
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as number | bigint | boolean;
    if (typeof value === 'number' && !Number.isFinite(value))
      throw wrong(name, 'finite numbers', value, index);
  }
  // Half-precision numbers come as their bits.
  if (isArrayOf(datatype, values)) return values;
  const target = viewTensorData(datatype, new ArrayBuffer(values.length * (elementSizeBytes(datatype) ?? 1)));
  const convert = conversionTo(datatype);
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as number | bigint | boolean;
    const converted = convert(value);
    target[index] = converted;
    if (!isHeld(datatype, converted, target[index] as number | bigint))
      throw wrong(name, `numbers that ${datatype} can hold`, value, index);
  }
  return target;
}

function conversionTo(datatype: Datatype): (value: number | bigint | boolean) => number | bigint {
  if (datatype === 'INT64' || datatype === 'UINT64')
    return (value) => (typeof value === 'bigint' ? value : BigInt(Math.trunc(Number(value))));
  if (datatype === 'FP16') return (value) => toHalfBits(Number(value));
  return datatype.startsWith('FP') ? Number : (value) => Math.trunc(Number(value));
}

const halfExponent = 0x7c00;

function isHeld(datatype: Datatype, converted: number | bigint, kept: number | bigint): boolean {
  if (datatype === 'FP16') return ((kept as number) & halfExponent) !== halfExponent;
  if (datatype.startsWith('FP')) return Number.isFinite(kept);
  return kept === converted && (datatype !== 'BOOL' || kept <= 1);
}

function wrong(
  name: string,
  expected: string,
  came: number | bigint | boolean,
  index: number,
): NearsideError {
  return new NearsideError(
    'bad-input',
    `Input "${name}": expected ${expected}, got ${String(came)} at ${index}.`,
  );
}
