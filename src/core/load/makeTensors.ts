import {
  countElements,
  elementSizeBytes,
  viewTensorData,
  type Datatype,
  type NumericArray,
  type Tensor,
  type TensorSpec,
} from '../protocol/tensor.ts';
import { words } from './words.ts';

const poolRows = 64;
const poolBytes = 16e6;
const floatSteps = 2 ** 24;
/** Bit patterns of half-precision numbers from 0 up to, not including, 1. */
const halfSteps = 0x3c00;
const numberedElements = 48;

/**
 * One request's inputs by number: free dimensions are 1, real numbers lie in [0, 1), whole numbers are 0 or 1, texts are words. The
 * number is written into the first elements, so that requests differ as far as those can tell them apart. The arrays are
 * used again for later numbers: copy what is kept.
 */
export function makeTensors(
  specs: readonly TensorSpec[],
  random: () => number,
): (index: number) => Record<string, Tensor> {
  const pools = specs.map((spec) => [spec.name, makePool(spec, random)] as const);
  return (index) => {
    const tensors: Record<string, Tensor> = {};
    for (const [name, pool] of pools) tensors[name] = pool(index);
    return tensors;
  };
}

function makePool({ datatype, shape: free }: TensorSpec, random: () => number): (index: number) => Tensor {
  const shape = free.map((size) => (size < 0 ? 1 : size));
  const count = countElements(shape);
  if (datatype === 'BYTES') {
    const known = words.flat();
    return (index) => ({ datatype, shape, data: numberedWords(known, count, index) });
  }
  const sizeBytes = count * (elementSizeBytes(datatype) ?? 1);
  const rows = Math.max(1, Math.min(poolRows, Math.floor(poolBytes / Math.max(1, sizeBytes))));
  const pool = Array.from({ length: rows }, (): Tensor & { readonly data: NumericArray } => {
    const data = viewTensorData(datatype, new ArrayBuffer(sizeBytes));
    fillRandom(datatype, data, random);
    return { datatype, shape, data };
  });
  return (index) => {
    const tensor = pool[index % rows] as (typeof pool)[number];
    writeNumber(datatype, tensor.data, index);
    return tensor;
  };
}

function fillRandom(datatype: Exclude<Datatype, 'BYTES'>, data: NumericArray, random: () => number): void {
  for (let position = 0; position < data.length; position += 1) {
    if (datatype === 'FP32' || datatype === 'FP64') data[position] = random();
    else if (datatype === 'FP16') data[position] = Math.floor(random() * halfSteps);
    else setWhole(data, position, random() < 0.5 ? 0 : 1);
  }
}

/** Writes a number in as many digits as there are elements for. */
function writeNumber(datatype: Exclude<Datatype, 'BYTES'>, data: NumericArray, index: number): void {
  const isReal = datatype === 'FP32' || datatype === 'FP64';
  const base = isReal ? floatSteps : datatype === 'FP16' ? halfSteps : 2;
  const digits = Math.min(data.length, base === 2 ? numberedElements : 3);
  let rest = index;
  for (let position = 0; position < digits; position += 1) {
    const digit = rest % base;
    rest = Math.floor(rest / base);
    if (isReal) data[position] = digit / floatSteps;
    else setWhole(data, position, digit);
  }
}

function setWhole(data: NumericArray, position: number, value: number): void {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) data[position] = BigInt(value);
  else data[position] = value;
}

/** Every element a few words: those that the number stands for in the first one, plain ones in the rest. */
function numberedWords(known: readonly string[], count: number, index: number): readonly string[] {
  return Array.from({ length: count }, (_, position) => {
    if (position > 0) return known[(index + position) % known.length] as string;
    const chosen: string[] = [];
    let rest = index;
    do {
      chosen.push(known[rest % known.length] as string);
      rest = Math.floor(rest / known.length);
    } while (rest > 0);
    return chosen.join(' ');
  });
}
