import fc from 'fast-check';
import { expect, test } from 'vitest';
import { headOf } from './headOf.ts';

function encodeWords(text: string): readonly number[] {
  return (text.match(/\S+/gu) ?? []).map((word) => word.length);
}

test('the head gives the first tokens of the whole text', () => {
  const text = fc.array(fc.constantFrom('a', 'bb', ' ', '   ', '\n', 'ccccc'.repeat(8)), { maxLength: 400 });
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 6 }), (parts, maxTokens) => {
      const whole = parts.join('');
      const { head, ids } = headOf(whole, maxTokens, encodeWords);
      expect(whole.startsWith(head)).toBe(true);
      expect(ids).toEqual(encodeWords(head));
      expect(ids.slice(0, maxTokens)).toEqual(encodeWords(whole).slice(0, maxTokens));
    }),
  );
});

test('of a book only a little is cut into tokens', () => {
  let longest = 0;
  headOf('some words '.repeat(100_000), 10, (head) => {
    longest = Math.max(longest, head.length);
    return encodeWords(head);
  });
  expect(longest).toBeLessThan(1000);
});
