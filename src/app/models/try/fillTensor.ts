import { toHalfBits, type Datatype, type Tensor } from '../../../client/index.ts';

export type Filled =
  { readonly kind: 'tensor'; readonly tensor: Tensor } | { readonly kind: 'unfit'; readonly message: string };

type NumericDatatype = Exclude<Datatype, 'BYTES'>;

interface Whole {
  readonly make: (length: number) => ArrayBufferView & { [index: number]: number | bigint };
  readonly least: bigint;
  readonly most: bigint;
}

const whole: Partial<Record<NumericDatatype, Whole>> = {
  BOOL: { make: (length) => new Uint8Array(length), least: 0n, most: 1n },
  UINT8: { make: (length) => new Uint8Array(length), least: 0n, most: 2n ** 8n - 1n },
  UINT16: { make: (length) => new Uint16Array(length), least: 0n, most: 2n ** 16n - 1n },
  UINT32: { make: (length) => new Uint32Array(length), least: 0n, most: 2n ** 32n - 1n },
  UINT64: { make: (length) => new BigUint64Array(length), least: 0n, most: 2n ** 64n - 1n },
  INT8: { make: (length) => new Int8Array(length), least: -(2n ** 7n), most: 2n ** 7n - 1n },
  INT16: { make: (length) => new Int16Array(length), least: -(2n ** 15n), most: 2n ** 15n - 1n },
  INT32: { make: (length) => new Int32Array(length), least: -(2n ** 31n), most: 2n ** 31n - 1n },
  INT64: { make: (length) => new BigInt64Array(length), least: -(2n ** 63n), most: 2n ** 63n - 1n },
};

/** A tensor of values as they were typed; whole numbers exact in every digit. */
export function fillTensor(datatype: Datatype, shape: readonly number[], values: readonly string[]): Filled {
  if (datatype === 'BYTES') return { kind: 'tensor', tensor: { datatype, shape, data: values } };
  const kind = whole[datatype];
  return kind === undefined ? fillReal(datatype, shape, values) : fillWhole(datatype, kind, shape, values);
}

function fillWhole(
  datatype: NumericDatatype,
  { make, least, most }: Whole,
  shape: readonly number[],
  values: readonly string[],
): Filled {
  const data = make(values.length);
  for (const [index, value] of values.entries()) {
    const number = readWhole(value);
    if (number === undefined || number < least || number > most) {
      return unfit(`a whole number from ${String(least)} to ${String(most)}`, value, index);
    }
    data[index] = datatype === 'INT64' || datatype === 'UINT64' ? number : Number(number);
  }
  return { kind: 'tensor', tensor: { datatype, shape, data } };
}

function readWhole(value: string): bigint | undefined {
  if (value === 'true' || value === 'false') return value === 'true' ? 1n : 0n;
  if (/^[+-]?\d+$/.test(value)) return BigInt(value.replace('+', ''));
  const number = Number(value);
  return value !== '' && Number.isSafeInteger(number) ? BigInt(number) : undefined;
}

function fillReal(datatype: NumericDatatype, shape: readonly number[], values: readonly string[]): Filled {
  const data = makeReal(datatype, values.length);
  for (const [index, value] of values.entries()) {
    const number = Number(value);
    if (value.trim() === '' || !Number.isFinite(number)) return unfit('a finite number', value, index);
    data[index] = datatype === 'FP16' ? toHalfBits(number) : number;
  }
  return { kind: 'tensor', tensor: { datatype, shape, data } };
}

function makeReal(datatype: NumericDatatype, length: number): Uint16Array | Float32Array | Float64Array {
  if (datatype === 'FP16') return new Uint16Array(length);
  return datatype === 'FP64' ? new Float64Array(length) : new Float32Array(length);
}

function unfit(expected: string, value: string, index: number): Filled {
  return {
    kind: 'unfit',
    message: `Expected ${expected}, got ${JSON.stringify(value)} as value ${String(index + 1)}.`,
  };
}
