import { decodeTensorBytes, type TensorHead } from './decodeTensorBytes.ts';
import { decodeTensorJson } from './decodeTensorJson.ts';
import { encodeTensorBytes, encodeTensorJson } from './encodeTensor.ts';
import { messageFault, showValue, type MessageSide } from './messageFault.ts';
import type { ParameterValue } from './protocolMessage.ts';
import { binarySizeOf, isFields, type Fields } from './splitMessage.ts';
import { datatypes, type Datatype, type Tensor } from './tensor.ts';

const maxRank = 64;

/** The JSON of one tensor; binary data goes to the end of `blobs`. */
export function encodeTensorEntry(
  name: string,
  tensor: Tensor,
  isBinary: boolean,
  blobs: Uint8Array[],
): string {
  let content: string;
  if (isBinary) {
    const bytes = encodeTensorBytes(name, tensor);
    blobs.push(bytes);
    content = `"parameters":{"binary_data_size":${bytes.byteLength}}`;
  } else content = `"data":${encodeTensorJson(name, tensor)}`;
  const { shape, datatype } = tensor;
  return `{"name":${JSON.stringify(name)},"shape":${JSON.stringify(shape)},"datatype":"${datatype}",${content}}`;
}

/**
 * The tensors of a message by name, in its order; binary ones take their bytes from `blobs` one behind the other, and nothing may
 * be left. Throws by `side`.
 */
export function decodeTensorEntries(
  list: unknown,
  blobs: Uint8Array,
  side: MessageSide,
): Readonly<Record<string, Tensor>> {
  const field = side === 'request' ? 'inputs' : 'outputs';
  if (!Array.isArray(list)) throw messageFault(side, field, 'a list of tensors', showValue(list));
  const tensors = new Map<string, Tensor>();
  let offset = 0;
  for (const [index, entry] of list.entries()) {
    const subject = `${field}[${index}]`;
    if (!isFields(entry)) throw messageFault(side, subject, 'an object', showValue(entry));
    const head = readHead(entry, subject, side);
    if (tensors.has(head.name)) {
      throw messageFault(side, subject, 'a name of its own', `${showValue(head.name)} again`);
    }
    const size = readBinarySize(entry, head, blobs.byteLength - offset, side);
    const bytes = size === undefined ? undefined : blobs.subarray(offset, offset + size);
    offset += size ?? 0;
    const tensor =
      bytes === undefined
        ? decodeTensorJson(head, entry['data'], side)
        : decodeTensorBytes(head, bytes, side);
    tensors.set(head.name, tensor);
  }
  if (offset !== blobs.byteLength) {
    throw messageFault(side, 'Body', `${offset} bytes behind the JSON`, String(blobs.byteLength));
  }
  return Object.fromEntries(tensors);
}

/** Parameters of a message. A request's have to be plain values; of a response's only the plain ones are taken. */
export function decodeParameters(
  value: unknown,
  side: MessageSide,
): Readonly<Record<string, ParameterValue>> | undefined {
  if (value === undefined) return undefined;
  if (!isFields(value)) {
    if (side === 'response') return undefined;
    throw messageFault(side, 'parameters', 'an object', showValue(value));
  }
  const entries = Object.entries(value);
  const other = entries.find(([, entry]) => !isParameter(entry));
  if (other !== undefined && side === 'request') {
    const [name, entry] = other;
    throw messageFault(
      side,
      `parameters.${name}`,
      'a text, a number, true or false',
      entry === null ? 'null' : showValue(entry),
    );
  }
  const plain = entries.filter((entry): entry is [string, ParameterValue] => isParameter(entry[1]));
  return plain.length === 0 ? undefined : Object.fromEntries(plain);
}

function isParameter(value: unknown): value is ParameterValue {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function readHead(entry: Fields, subject: string, side: MessageSide): TensorHead {
  const { name, datatype, shape } = entry;
  if (typeof name !== 'string' || name === '') {
    throw messageFault(side, `${subject}.name`, 'a text', showValue(name));
  }
  if (!datatypes.includes(datatype as Datatype)) {
    throw messageFault(
      side,
      `Tensor "${name}"`,
      `a datatype of ${datatypes.join(', ')}`,
      showValue(datatype),
    );
  }
  const isShape =
    Array.isArray(shape) &&
    shape.length <= maxRank &&
    shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!isShape) {
    const came = Array.isArray(shape) ? JSON.stringify(shape.slice(0, maxRank)) : showValue(shape);
    throw messageFault(side, `Tensor "${name}"`, `a shape of at most ${maxRank} non-negative integers`, came);
  }
  return { name, datatype: datatype as Datatype, shape: shape as readonly number[] };
}

function readBinarySize(
  entry: Fields,
  { name }: TensorHead,
  left: number,
  side: MessageSide,
): number | undefined {
  const size = binarySizeOf(entry);
  if (size === undefined) return undefined;
  if (entry['data'] !== undefined) {
    throw messageFault(side, `Tensor "${name}"`, 'data or binary_data_size', 'both');
  }
  if (!Number.isSafeInteger(size) || (size as number) < 0 || (size as number) > left) {
    throw messageFault(
      side,
      `Tensor "${name}"`,
      `a binary_data_size within the ${left} bytes that are left`,
      showValue(size),
    );
  }
  return size as number;
}
