import type { JobOutput } from '../core/ports.ts';
import { countElements, type NumericArray } from '../core/protocol/tensor.ts';

/** Rows `start` to `start + count` of an output whose first dimension is the batch. */
export function sliceRows(output: JobOutput, start: number, count: number): JobOutput {
  const rowLength = countElements(output.shape.slice(1));
  const shape = [count, ...output.shape.slice(1)];
  const data = output.data as NumericArray;
  return { ...output, shape, data: data.slice(start * rowLength, (start + count) * rowLength) };
}

/** Joins the parts of a request that was cut, in order. */
export function joinRows(parts: readonly JobOutput[]): JobOutput {
  const [first] = parts as [JobOutput];
  if (parts.length === 1) return first;
  const rows = parts.reduce((sum, part) => sum + (part.shape[0] ?? 0), 0);
  const shape = [rows, ...first.shape.slice(1)];
  if (!ArrayBuffer.isView(first.data))
    return { ...first, shape, data: parts.flatMap((part) => part.data as readonly string[]) };
  const length = parts.reduce((sum, part) => sum + (part.data as NumericArray).length, 0);
  const joined = new (first.data.constructor as new (length: number) => Float32Array<ArrayBuffer>)(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part.data as Float32Array, offset);
    offset += (part.data as NumericArray).length;
  }
  return { ...first, shape, data: joined };
}
