import { messageFault, type MessageSide } from './messageFault.ts';
import { countElements, elementSizeBytes, viewTensorData, type Datatype, type Tensor } from './tensor.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lengthBytes = 4;

/** What a tensor's JSON entry says of it. */
export interface TensorHead {
  readonly name: string;
  readonly datatype: Datatype;
  readonly shape: readonly number[];
}

/**
 * A tensor from the bytes that belong to it, copied, for they may lie unaligned. Sizes are compared before anything is
 * allocated. Throws by `side` when the bytes are not exactly those of the datatype and shape.
 */
export function decodeTensorBytes(head: TensorHead, bytes: Uint8Array, side: MessageSide): Tensor {
  const { datatype, shape } = head;
  const count = countElements(shape);
  if (datatype === 'BYTES') return { datatype, shape, data: decodeTexts(head, bytes, side) };
  const expectedBytes = count * (elementSizeBytes(datatype) as number);
  if (bytes.byteLength !== expectedBytes) {
    throw wrong(
      side,
      head,
      `${expectedBytes} bytes for ${datatype} [${shape.join(', ')}]`,
      `${bytes.byteLength}`,
    );
  }
  const copy = new Uint8Array(bytes.byteLength);
  copy.set(bytes);
  if (datatype === 'BOOL') {
    const other = copy.find((byte) => byte > 1);
    if (other !== undefined) throw wrong(side, head, 'BOOL elements of 0 or 1', String(other));
  }
  return { datatype, shape, data: viewTensorData(datatype, copy.buffer) };
}

function decodeTexts(head: TensorHead, bytes: Uint8Array, side: MessageSide): readonly string[] {
  const count = countElements(head.shape);
  if (!(count * lengthBytes <= bytes.byteLength)) {
    throw wrong(
      side,
      head,
      `at least ${count * lengthBytes} bytes for ${count} elements`,
      `${bytes.byteLength}`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const texts: string[] = [];
  let offset = 0;
  for (let index = 0; index < count; index += 1) {
    if (offset + lengthBytes > bytes.byteLength) throw cutOff(side, head, index, count);
    const size = view.getUint32(offset, true);
    offset += lengthBytes;
    if (offset + size > bytes.byteLength) throw cutOff(side, head, index, count);
    texts.push(decodeText(head, bytes.subarray(offset, offset + size), side));
    offset += size;
  }
  if (offset !== bytes.byteLength) {
    throw wrong(side, head, `${offset} bytes for its ${count} elements`, `${bytes.byteLength}`);
  }
  return texts;
}

function decodeText(head: TensorHead, bytes: Uint8Array, side: MessageSide): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw wrong(side, head, 'BYTES elements of UTF-8 text', 'other bytes');
  }
}

function cutOff(side: MessageSide, head: TensorHead, index: number, count: number): Error {
  return wrong(side, head, `${count} elements`, `bytes that end within element ${index}`);
}

function wrong(side: MessageSide, { name }: TensorHead, expected: string, came: string): Error {
  return messageFault(side, `Tensor "${name}"`, expected, came);
}
