import { messageOf } from '../errors.ts';
import { messageFault, showValue, type MessageSide } from './messageFault.ts';
import { headerLengthName } from './protocolMessage.ts';
import { scanObjectEnd } from './scanObjectEnd.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** A body cut into its JSON object and the bytes behind it. */
export interface SplitMessage {
  readonly fields: Fields;
  readonly blobs: Uint8Array;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const jsonSpaces = [0x20, 0x0a, 0x0d, 0x09];

/**
 * Cuts a body at `headerLength`. Without one a request is JSON alone, and the JSON of a response is found as its first object: a
 * browser shows the header of another origin only where that origin exposes it. Throws by `side`.
 */
export function splitMessage(
  body: Uint8Array,
  headerLength: number | undefined,
  side: MessageSide,
): SplitMessage {
  const end = headerLength ?? (side === 'response' ? scanObjectEnd(body) : undefined) ?? body.byteLength;
  if (end > body.byteLength) {
    throw messageFault(side, headerLengthName, `at most the body's ${body.byteLength} bytes`, String(end));
  }
  const fields = parseObject(body.subarray(0, end), side);
  const rest = body.subarray(end);
  const isBlank =
    headerLength === undefined && !hasBinary(fields) && rest.every((byte) => jsonSpaces.includes(byte));
  return { fields, blobs: isBlank ? rest.subarray(rest.byteLength) : rest };
}

/** The header's value; undefined where it is absent. Throws by `side` for what is no number of bytes. */
export function parseHeaderLength(text: string | null | undefined, side: MessageSide): number | undefined {
  if (text === null || text === undefined) return undefined;
  const length = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(length)) return length;
  throw messageFault(side, headerLengthName, 'a number of bytes', showValue(text));
}

function parseObject(bytes: Uint8Array, side: MessageSide): Fields {
  let json: unknown;
  try {
    json = JSON.parse(decoder.decode(bytes));
  } catch (error) {
    throw messageFault(side, 'Body', 'a JSON object in UTF-8', messageOf(error));
  }
  if (isFields(json)) return json;
  throw messageFault(side, 'Body', 'a JSON object', showValue(json));
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasBinary({ outputs }: Fields): boolean {
  return Array.isArray(outputs) && outputs.some((output) => binarySizeOf(output) !== undefined);
}

/** The parameter that says how many bytes behind the JSON belong to a tensor. */
export function binarySizeOf(entry: unknown): unknown {
  if (!isFields(entry) || !isFields(entry['parameters'])) return undefined;
  return entry['parameters']['binary_data_size'];
}
