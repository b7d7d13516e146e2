import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ScratchBytes } from './scratchBytes.ts';

test('what is held is what was given, whatever was held before', () => {
  const scratch = new ScratchBytes();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000, size: 'max' }), fc.nat(20), (whole, from) => {
      const bytes = whole.slice().subarray(Math.min(from, whole.length));
      expect(scratch.hold(bytes)).toEqual(bytes);
    }),
  );
});

test('arrays of one length share one view, and more lengths than are kept do no harm', () => {
  const scratch = new ScratchBytes();
  const first = scratch.hold(Uint8Array.of(1, 2, 3));
  expect(scratch.hold(Uint8Array.of(4, 5, 6))).toBe(first);
  for (let length = 0; length < 600; length += 1)
    expect(scratch.hold(new Uint8Array(length).fill(length))).toEqual(new Uint8Array(length).fill(length));
});
