import { fromHalfBits, type Tensor } from '../../../client/index.ts';

/** The elements of an output as numbers where they are numbers, else as text; 64-bit whole numbers stay exact. */
export function readElements({ datatype, data }: Tensor): readonly (number | bigint | string)[] {
  if (!ArrayBuffer.isView(data)) return data;
  const values = [...(data as unknown as Iterable<number | bigint>)];
  return datatype === 'FP16' ? values.map((bits) => fromHalfBits(Number(bits))) : values;
}
