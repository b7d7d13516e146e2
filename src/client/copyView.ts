import { NearsideError } from '../core/errors.ts';

/** The elements that a view shows in a buffer of their own. Throws `bad-input` for one whose buffer was given away. */
export function copyView(view: ArrayBufferView): ArrayBufferView<ArrayBuffer> {
  if (view.buffer instanceof ArrayBuffer && view.buffer.detached) {
    throw new NearsideError(
      'bad-input',
      'Expected an array with its buffer, got one whose buffer was given away.',
    );
  }
  const bytes = new Uint8Array(view.byteLength);
  bytes.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  const Constructor = view.constructor as new (buffer: ArrayBuffer) => ArrayBufferView<ArrayBuffer>;
  return new Constructor(bytes.buffer);
}
