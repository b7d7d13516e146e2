import type { TensorHead } from './decodeTensorBytes.ts';
import { messageFault, showValue, type MessageSide } from './messageFault.ts';
import { countElements, elementSizeBytes, viewTensorData, type Datatype, type Tensor } from './tensor.ts';

type NumericDatatype = Exclude<Datatype, 'BYTES' | 'FP16'>;

/** What an element has to be; a conversion gives undefined for everything else. */
interface Conversion {
  readonly expected: string;
  readonly convert: (value: unknown) => number | bigint | undefined;
}

const loneSurrogate = /\p{Surrogate}/u;

const conversions: Readonly<Record<NumericDatatype, Conversion>> = {
  BOOL: { expected: 'true or false', convert: toBoolean },
  UINT8: wholeNumbers(0, 0xff),
  UINT16: wholeNumbers(0, 0xffff),
  UINT32: wholeNumbers(0, 0xffff_ffff),
  INT8: wholeNumbers(-0x80, 0x7f),
  INT16: wholeNumbers(-0x8000, 0x7fff),
  INT32: wholeNumbers(-0x8000_0000, 0x7fff_ffff),
  UINT64: largeNumbers(0),
  INT64: largeNumbers(Number.MIN_SAFE_INTEGER),
  FP32: {
    expected: 'finite numbers that FP32 can hold',
    convert: (value) =>
      typeof value === 'number' && Number.isFinite(Math.fround(value)) ? value : undefined,
  },
  FP64: {
    expected: 'finite numbers',
    convert: (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined),
  },
};

/**
 * A tensor from its JSON elements, nested or flat. Throws by `side` for other elements than the datatype has, for a number of them
 * that the shape does not have, and for what JSON may have changed: FP16, and whole numbers beyond 2^53.
 */
export function decodeTensorJson(head: TensorHead, json: unknown, side: MessageSide): Tensor {
  const { datatype, shape } = head;
  const elements = flatten(head, json, side);
  const fail = (expected: string, came: unknown): Error =>
    messageFault(side, `Tensor "${head.name}"`, expected, showValue(came));
  if (datatype === 'BYTES') {
    for (const text of elements) {
      if (typeof text !== 'string' || loneSurrogate.test(text))
        throw fail('texts that UTF-8 can carry', text);
    }
    return { datatype, shape, data: [...(elements as readonly string[])] };
  }
  if (datatype === 'FP16') throw fail('binary data for FP16, which JSON cannot carry', json);
  const { expected, convert } = conversions[datatype];
  const buffer = new ArrayBuffer(elements.length * (elementSizeBytes(datatype) as number));
  const data = viewTensorData(datatype, buffer);
  for (const [index, element] of elements.entries()) {
    const value = convert(element);
    if (value === undefined) throw fail(`${expected} as ${datatype}`, element);
    data[index] = value;
  }
  return { datatype, shape, data };
}

/** The elements in row-major order, exactly as many as the shape has. */
function flatten(head: TensorHead, json: unknown, side: MessageSide): readonly unknown[] {
  const { name, shape } = head;
  const count = countElements(shape);
  const fail = (expected: string, came: string): Error =>
    messageFault(side, `Tensor "${name}"`, expected, came);
  if (!Array.isArray(json)) throw fail('data as a list', showValue(json));
  const isNested = shape.length > 1 && Array.isArray(json[0]);
  if (!isNested) {
    if (json.length === count) return json;
    throw fail(`${count} elements for shape [${shape.join(', ')}]`, String(json.length));
  }
  const elements: unknown[] = [];
  const collect = (part: unknown, axis: number): void => {
    const size = shape[axis] as number;
    if (!Array.isArray(part) || part.length !== size) {
      const came = Array.isArray(part) ? String(part.length) : showValue(part);
      throw fail(`${size} elements in axis ${axis} of shape [${shape.join(', ')}]`, came);
    }
    if (axis === shape.length - 1) for (const element of part as unknown[]) elements.push(element);
    else for (const inner of part as unknown[]) collect(inner, axis + 1);
  };
  collect(json, 0);
  return elements;
}

function toBoolean(value: unknown): number | undefined {
  if (value === true || value === 1) return 1;
  return value === false || value === 0 ? 0 : undefined;
}

function wholeNumbers(lowest: number, highest: number): Conversion {
  return {
    expected: `whole numbers from ${lowest} to ${highest}`,
    convert: (value) => (isWhole(value) && value >= lowest && value <= highest ? value : undefined),
  };
}

/** JSON.parse rounds whole numbers beyond 2^53, so they are refused, not rounded. */
function largeNumbers(lowest: number): Conversion {
  return {
    expected: `whole numbers from ${lowest} to 2^53 - 1 (binary data carries larger ones)`,
    convert: (value) => (isWhole(value) && value >= lowest ? BigInt(value) : undefined),
  };
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
