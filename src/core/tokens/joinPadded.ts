import {
  countElements,
  elementSizeBytes,
  viewTensorData,
  type NumericArray,
  type Tensor,
} from '../protocol/tensor.ts';

/** Rows `[rows, width]` of numbers one behind the other, as wide as the widest; `padOf` says what stands at a place that a row lacks. */
export function joinPadded(parts: readonly Tensor[], padOf: (token: number) => number): Tensor {
  const [first] = parts as readonly [Tensor];
  const datatype = first.datatype as Exclude<Tensor['datatype'], 'BYTES'>;
  const width = Math.max(...parts.map(({ shape }) => shape[1] ?? 0));
  const rows = parts.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0);
  const shape = [rows, width];
  const sizeBytes = countElements(shape) * (elementSizeBytes(datatype) as number);
  const data = viewTensorData(datatype, new ArrayBuffer(sizeBytes)) as Int32Array<ArrayBuffer>;
  const isBig = data instanceof BigInt64Array || data instanceof BigUint64Array;
  let at = 0;
  for (const part of parts) {
    const [count = 0, own = 0] = part.shape;
    const source = part.data as NumericArray as Int32Array;
    for (let row = 0; row < count; row += 1, at += width) {
      data.set(source.subarray(row * own, (row + 1) * own), at);
      for (let token = own; token < width; token += 1) {
        const pad = padOf(token);
        data[at + token] = (isBig ? BigInt(pad) : pad) as number;
      }
    }
  }
  return { datatype, shape, data };
}
