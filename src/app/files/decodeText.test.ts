import { expect, test } from 'vitest';
import { decodeText } from './decodeText.ts';

test('UTF-8 is the rule', () => {
  expect(decodeText(new TextEncoder().encode('naïve 日本'))).toBe('naïve 日本');
});

test('a byte order mark announces UTF-16, and is not part of the text', () => {
  expect(decodeText(Uint8Array.of(0xff, 0xfe, 0x61, 0x00))).toBe('a');
  expect(decodeText(Uint8Array.of(0xfe, 0xff, 0x00, 0x61))).toBe('a');
});
