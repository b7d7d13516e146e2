import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHalfBits, toHalfBits } from './halfPrecision.ts';

test.each([
  [0, 0x0000],
  [-0, 0x8000],
  [1, 0x3c00],
  [-2, 0xc000],
  [65504, 0x7bff],
  [65519, 0x7bff],
  [65520, 0x7c00],
  [2 ** -24, 0x0001],
  [2 ** -25, 0x0000],
  [2 ** -14, 0x0400],
  [1 + 2 ** -11, 0x3c00],
  [1 + 3 * 2 ** -11, 0x3c02],
  [2047.5 / 2048, 0x3c00],
  [Number.POSITIVE_INFINITY, 0x7c00],
])('%f is the half %d', (value, bits) => {
  expect(toHalfBits(value)).toBe(bits);
});

test('every half comes back as it went', () => {
  for (let bits = 0; bits < 2 ** 16; bits += 1) {
    const value = fromHalfBits(bits);
    if (Number.isNaN(value)) expect(Number.isNaN(fromHalfBits(toHalfBits(value)))).toBe(true);
    else expect(toHalfBits(value)).toBe(bits);
  }
});

test('no other half is nearer', () => {
  fc.assert(
    fc.property(fc.double({ min: -65504, max: 65504, noNaN: true }), (value) => {
      const bits = toHalfBits(value);
      const distance = Math.abs(fromHalfBits(bits) - value);
      for (const other of [bits - 1, bits + 1]) {
        const near = fromHalfBits(other & 0xffff);
        if (Number.isFinite(near)) expect(distance).toBeLessThanOrEqual(Math.abs(near - value));
      }
    }),
  );
});
