import { expect, test } from 'vitest';
import { fromHalfBits, toHalfBits } from './halfPrecision.ts';

test('all bits go there and back', () => {
  for (let bits = 0; bits < 2 ** 16; bits += 1) {
    const value = fromHalfBits(bits);
    if (Number.isNaN(value)) expect(Number.isNaN(fromHalfBits(toHalfBits(value)))).toBe(true);
    else if (toHalfBits(value) !== bits) expect(toHalfBits(value)).toBe(bits);
  }
});

test.each([
  [1, 0x3c00],
  [-2, 0xc000],
  [65_504, 0x7bff],
  [65_519, 0x7bff],
  [65_520, 0x7c00],
  [1e9, 0x7c00],
  [-Infinity, 0xfc00],
  [2 ** -24, 1],
  [0.1, 0x2e66],
])('%f', (value, bits) => {
  expect(toHalfBits(value)).toBe(bits);
});
