import fc from 'fast-check';
import { countElements, datatypes, elementSizeBytes, viewTensorData, type Tensor } from '../tensor.ts';

const anyShape = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('', '\u0000', '\ufeffmark', '"{[}]\\"', '\u{1f469}\u200d\u{1f680}', 'é'),
);

/** Whole tensors of every datatype, of any bits that the datatype may have; `isPlain` only of those that JSON can carry. */
export function arbitraryTensor({ isPlain }: { readonly isPlain: boolean }): fc.Arbitrary<Tensor> {
  const types = datatypes.filter((datatype) => !isPlain || datatype !== 'FP16');
  return fc.tuple(fc.constantFrom(...types), anyShape).chain(([datatype, shape]): fc.Arbitrary<Tensor> => {
    const count = countElements(shape);
    if (datatype === 'BYTES') {
      return fc
        .array(anyText, { minLength: count, maxLength: count })
        .map((data) => ({ datatype, shape, data }));
    }
    const size = count * elementSizeBytes(datatype)!;
    return fc.uint8Array({ minLength: size, maxLength: size }).map((bytes) => {
      if (datatype === 'BOOL') for (const [index, byte] of bytes.entries()) bytes[index] = byte & 1;
      const data = viewTensorData(datatype, new Uint8Array(bytes).buffer);
      if (isPlain) for (let index = 0; index < data.length; index += 1) tame(data, index);
      return { datatype, shape, data };
    });
  });
}

/** Names as a model may have them, also those that plain objects know in another sense. */
export const anyName: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
  fc.constantFrom('__proto__', 'constructor', 'x:0', '"', 'toString'),
);

export function arbitraryTensors(options: {
  readonly isPlain: boolean;
}): fc.Arbitrary<Readonly<Record<string, Tensor>>> {
  return fc
    .uniqueArray(fc.tuple(anyName, arbitraryTensor(options)), { selector: ([name]) => name, maxLength: 4 })
    .map((entries) => Object.fromEntries(entries));
}

function tame(data: ReturnType<typeof viewTensorData>, index: number): void {
  const value = data[index]!;
  if (typeof value === 'bigint') {
    (data as BigInt64Array)[index] = value % 2n ** 53n;
  } else if (!Number.isFinite(value)) data[index] = index % 2 === 0 ? -0 : 1.5;
}
