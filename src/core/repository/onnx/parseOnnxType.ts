import type { OnnxType } from './onnxModel.ts';
import { expectBytes, readText, readWireFields } from './wireFields.ts';

const tensorKind = 1;
/** The other members of ONNX's TypeProto by their field numbers. */
const otherKinds: ReadonlyMap<number, Exclude<OnnxType['kind'], 'tensor'>> = new Map([
  [4, 'sequence'],
  [5, 'map'],
  [8, 'sparse-tensor'],
  [9, 'optional'],
]);

/** Reads a TypeProto. */
export function parseOnnxType(bytes: Uint8Array): OnnxType {
  for (const field of readWireFields(bytes)) {
    const other = otherKinds.get(field.number);
    if (other !== undefined) return { kind: other };
    if (field.number === tensorKind) return parseTensorType(expectBytes(field));
  }
  return { kind: 'unknown' };
}

function parseTensorType(bytes: Uint8Array): OnnxType {
  const fields = readWireFields(bytes);
  const shape = fields.findLast(({ number }) => number === 2);
  return {
    kind: 'tensor',
    elementType: fields.findLast(({ number }) => number === 1)?.integer ?? 0,
    ...(shape === undefined
      ? {}
      : {
          shape: readWireFields(expectBytes(shape)).flatMap((field) =>
            field.number === 1 ? [parseDimension(expectBytes(field))] : [],
          ),
        }),
  };
}

/** A dimension is free when it has a name, nothing at all, or a negative size. */
function parseDimension(bytes: Uint8Array): number | string {
  const fields = readWireFields(bytes);
  const size = fields.findLast(({ number }) => number === 1);
  if (size !== undefined && size.integer >= 0) return size.integer;
  const name = fields.findLast(({ number }) => number === 2);
  return name === undefined ? '' : readText(name);
}
