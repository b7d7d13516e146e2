import { messageFault } from './messageFault.ts';
import { tensorBytes, viewTensorData, type Datatype, type Tensor } from './tensor.ts';
import { validateTensor } from './validateTensor.ts';

const encoder = new TextEncoder();
const lengthBytes = 4;
const loneSurrogate = /\p{Surrogate}/u;

/**
 * The bytes of a tensor as the binary tensor extension lays them out: little-endian, row-major, BYTES elements each behind its
 * length. Numbers are not copied. Throws `bad-input` for data that is not of its datatype and shape.
 */
export function encodeTensorBytes(name: string, tensor: Tensor): Uint8Array {
  expectWholeTensor(name, tensor);
  const { datatype, data } = tensor;
  if (ArrayBuffer.isView(data)) {
    const bytes = tensorBytes(data);
    if (datatype === 'BOOL') expectBooleans(name, bytes);
    return bytes;
  }
  const elements = data.map((text) => encoder.encode(expectWellFormed(name, text)));
  const size = elements.reduce((sum, { byteLength }) => sum + lengthBytes + byteLength, 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const element of elements) {
    view.setUint32(offset, element.byteLength, true);
    bytes.set(element, offset + lengthBytes);
    offset += lengthBytes + element.byteLength;
  }
  return bytes;
}

/**
 * The elements of a tensor as a flat JSON list. Throws `bad-input` for what JSON cannot carry unchanged: FP16, NaN, infinities and
 * whole numbers beyond 2^53.
 */
export function encodeTensorJson(name: string, tensor: Tensor): string {
  expectWholeTensor(name, tensor);
  const { datatype, data } = tensor;
  if (!ArrayBuffer.isView(data)) {
    return `[${data.map((text) => JSON.stringify(expectWellFormed(name, text))).join(',')}]`;
  }
  if (datatype === 'FP16') throw wrong(name, 'binary data for FP16, which JSON cannot carry', 'JSON');
  const bytes = new Uint8Array(data.byteLength);
  bytes.set(tensorBytes(data));
  if (datatype === 'BOOL') {
    expectBooleans(name, bytes);
    return `[${Array.from(bytes, (byte) => byte === 1).join(',')}]`;
  }
  const values = viewTensorData(datatype as Exclude<Datatype, 'BYTES'>, bytes.buffer);
  const texts: string[] = [];
  for (const value of values) texts.push(formatNumber(name, value));
  return `[${texts.join(',')}]`;
}

function formatNumber(name: string, value: number | bigint): string {
  if (typeof value === 'bigint') {
    if (Number.isSafeInteger(Number(value))) return String(value);
    throw wrong(name, 'binary data for whole numbers beyond 2^53, which JSON readers round', String(value));
  }
  if (!Number.isFinite(value)) {
    throw wrong(name, 'binary data for numbers that are not finite, which JSON cannot carry', String(value));
  }
  // JSON.stringify and String drop the sign of a negative zero.
  return Object.is(value, -0) ? '-0' : String(value);
}

/** A tensor of a caller may be anything, whatever its type says. */
function expectWholeTensor(name: string, tensor: Partial<Tensor> | null): void {
  const shape = Array.isArray(tensor?.shape) ? tensor.shape : [];
  validateTensor(name, tensor as Tensor, { name, datatype: tensor?.datatype ?? 'FP32', shape });
}

function expectBooleans(name: string, bytes: Uint8Array): void {
  const other = bytes.find((byte) => byte > 1);
  if (other !== undefined) throw wrong(name, 'BOOL elements of 0 or 1', String(other));
}

function expectWellFormed(name: string, text: string): string {
  if (loneSurrogate.test(text)) throw wrong(name, 'text that UTF-8 can carry', 'half a surrogate pair');
  return text;
}

function wrong(name: string, expected: string, came: string): Error {
  return messageFault('request', `Tensor "${name}"`, expected, came);
}
