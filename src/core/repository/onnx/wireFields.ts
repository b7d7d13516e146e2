import { PbfReader, PbfWriter } from 'pbf';
import { messageOf, NearsideError } from '../../errors.ts';

/** One field of a protobuf message as it stands on the wire. */
export interface WireField {
  readonly number: number;
  /** A whole number, signed; 0 for fields of other wire types. */
  readonly integer: number;
  /** What a length-delimited field holds, as a view; undefined for others. */
  readonly bytes: Uint8Array | undefined;
  /** The whole field with its tag, as a view. */
  readonly raw: Uint8Array;
}

const wireTypes = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** Throws `model-load` where the bytes are no protobuf message or end within one. */
export function readWireFields(message: Uint8Array): readonly WireField[] {
  try {
    return readFields(message);
  } catch (error) {
    // The library has words of its own for numbers that never end.
    throw error instanceof NearsideError ? error : damaged(messageOf(error));
  }
}

function readFields(message: Uint8Array): readonly WireField[] {
  const reader = new PbfReader(message);
  const fields: WireField[] = [];
  while (reader.pos < message.length) {
    const start = reader.pos;
    const tag = reader.readVarint();
    const number = tag >>> 3;
    const type = tag & 7;
    if (number === 0) throw damaged('a field has the number 0');
    let integer = 0;
    let bytes: Uint8Array | undefined;
    if (type === wireTypes.varint) integer = reader.readVarint(true);
    else if (type === wireTypes.bytes) bytes = reader.readBytes();
    else if (type === wireTypes.fixed64) reader.pos += 8;
    else if (type === wireTypes.fixed32) reader.pos += 4;
    else throw damaged(`a field has the unknown wire type ${type}`);
    if (!(reader.pos <= message.length)) throw damaged('it ends in the middle of a field');
    fields.push({ number, integer, bytes, raw: message.subarray(start, reader.pos) });
  }
  return fields;
}

/** The bytes of a field that must hold some. */
export function expectBytes({ number, bytes }: WireField): Uint8Array {
  if (bytes === undefined) throw damaged(`field ${number} holds a number where a message is expected`);
  return bytes;
}

export function readText(field: WireField): string {
  return new TextDecoder().decode(expectBytes(field));
}

/** The whole numbers of a repeated field, packed or not. */
export function readIntegers(field: WireField): readonly number[] {
  if (field.bytes === undefined) return [field.integer];
  const reader = new PbfReader(field.bytes);
  const integers: number[] = [];
  try {
    while (reader.pos < field.bytes.length) integers.push(reader.readVarint(true));
  } catch (error) {
    throw damaged(messageOf(error));
  }
  if (reader.pos > field.bytes.length) throw damaged('a list of numbers ends in the middle of one');
  return integers;
}

/** A length-delimited field. */
export function writeBytesField(number: number, bytes: Uint8Array): Uint8Array {
  const writer = new PbfWriter();
  writer.writeTag(number, wireTypes.bytes);
  writer.writeBytes(bytes);
  return writer.finish();
}

export function writeIntegerField(number: number, integer: number): Uint8Array {
  const writer = new PbfWriter();
  writer.writeTag(number, wireTypes.varint);
  writer.writeVarint(integer);
  return writer.finish();
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Bytes that are not what a model's must be. */
export function damaged(what: string): NearsideError {
  return new NearsideError('model-load', `The file is damaged, truncated or no ONNX model: ${what}.`);
}
