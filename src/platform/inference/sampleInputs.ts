import {
  countElements,
  elementSizeBytes,
  viewTensorData,
  type Datatype,
  type NumericArray,
  type TensorSpec,
} from '../../core/protocol/tensor.ts';
import { toHalfBits } from '../../core/protocol/halfPrecision.ts';
import type { SessionInput } from './session.ts';

/** Made-up inputs for a model: small whole numbers for integers, a fixed wave for the rest. */
export function makeSampleInputs(
  specs: readonly TensorSpec[],
  {
    rows,
    freeSize,
    largestId,
  }: { readonly rows: number; readonly freeSize: number; readonly largestId: number },
): readonly SessionInput[] {
  return specs.map(({ datatype, shape }) => {
    const filled = shape.map((size, axis) => (size >= 0 ? size : axis === 0 ? rows : freeSize));
    const count = countElements(filled);
    if (datatype === 'BYTES')
      return { datatype, shape: filled, data: Array.from({ length: count }, () => 'sample') };
    const isReal = datatype.startsWith('FP');
    const values = Array.from({ length: count }, (_, index) =>
      isReal ? Math.sin(index + 1) : 1 + ((index * 7919) % Math.max(1, largestId - 1)),
    );
    return {
      datatype,
      shape: filled,
      data: toTypedArray(datatype, datatype === 'BOOL' ? values.map(() => 1) : values),
    };
  });
}

/** Numbers as the array that carries `datatype`. */
export function toTypedArray(datatype: Exclude<Datatype, 'BYTES'>, values: readonly number[]): NumericArray {
  const target = viewTensorData(datatype, new ArrayBuffer(values.length * (elementSizeBytes(datatype) ?? 1)));
  if (datatype === 'INT64' || datatype === 'UINT64') {
    (target as BigInt64Array).set(values.map((value) => BigInt(Math.trunc(value))));
  } else if (datatype === 'FP16') (target as Uint16Array).set(values.map(toHalfBits));
  else (target as Float32Array).set(values);
  return target;
}

/** The first row of each input `count` times over. */
export function repeatRows(inputs: readonly SessionInput[], count: number): readonly SessionInput[] {
  return inputs.map((input) =>
    pickRows(
      input,
      Array.from({ length: count }, () => 0),
    ),
  );
}

/** The rows at `indices`, one behind the other. */
export function pickRows(input: SessionInput, indices: readonly number[]): SessionInput {
  const shape = [indices.length, ...input.shape.slice(1)];
  const rowLength = countElements(input.shape.slice(1));
  if (Array.isArray(input.data)) {
    const strings = input.data as readonly string[];
    return {
      ...input,
      shape,
      data: indices.flatMap((row) => strings.slice(row * rowLength, (row + 1) * rowLength)),
    };
  }
  const source = input.data as NumericArray;
  const datatype = input.datatype as Exclude<Datatype, 'BYTES'>;
  const buffer = new ArrayBuffer(indices.length * rowLength * source.BYTES_PER_ELEMENT);
  const target = viewTensorData(datatype, buffer);
  for (const [position, row] of indices.entries()) {
    (target as Uint8Array).set(
      source.subarray(row * rowLength, (row + 1) * rowLength) as Uint8Array,
      position * rowLength,
    );
  }
  return { ...input, shape, data: target };
}
