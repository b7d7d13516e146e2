import { expect, test } from 'vitest';
import { releaseBytes } from './releaseBytes.ts';

const isReleasing = 'transfer' in ArrayBuffer.prototype;

test('the memory of an array is given back with all that views it, where that is possible', () => {
  const values = Float32Array.of(1, 2, 3);
  const view = new Uint8Array(values.buffer);
  releaseBytes(values);
  expect(view.byteLength).toBe(isReleasing ? 0 : 12);
  expect(values.length).toBe(isReleasing ? 0 : 3);
});

test('memory that is shared stays', () => {
  const shared = new Uint8Array(new SharedArrayBuffer(4));
  releaseBytes(shared);
  expect(shared.byteLength).toBe(4);
});
