import type { Tensor } from '../core/protocol/tensor.ts';
import { copyView } from './copyView.ts';

/**
 * The same value with arrays of its own in the place of those on shared memory: that cannot be sent to another tab, and what the caller
 * writes there meanwhile would be read.
 */
export function ownShared(value: unknown): unknown {
  if (typeof SharedArrayBuffer === 'undefined' || typeof value !== 'object' || value === null) return value;
  const isShared = (part: unknown): part is ArrayBufferView =>
    ArrayBuffer.isView(part) && part.buffer instanceof SharedArrayBuffer;
  if (isShared(value)) return copyView(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const parts = Object.entries(value).map(([name, part]: [string, unknown]) => {
    if (part instanceof SharedArrayBuffer) return [name, copyView(new Uint8Array(part)).buffer];
    if (isShared(part)) return [name, copyView(part)];
    const data = (part as Partial<Tensor> | null | undefined)?.data;
    return [name, isShared(data) ? { ...(part as Tensor), data: copyView(data) } : part];
  });
  return Object.fromEntries(parts);
}
