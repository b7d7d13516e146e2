import fc from 'fast-check';
import { Tokenizer } from '@huggingface/tokenizers';
import { describe, expect, test } from 'vitest';
import { createTokenizer } from './createTokenizer.ts';
import { bytePairs, sentencePieces, wordPieces } from './testing/tinyTokenizers.ts';

const kinds = { wordPieces, bytePairs, sentencePieces };
const longest = 64;

function located(json: object, text: string): readonly (string | null)[] {
  return createTokenizer(json)
    .locate(text, longest)
    .map((span) =>
      span === undefined ? null : `${span.isContinuation ? '+' : ''}${text.slice(span.start, span.end)}`,
    );
}

describe('encode', () => {
  test.each(Object.entries(kinds))('gives the ids of the library for %s', (_, json) => {
    const reference = new Tokenizer(json, {});
    const own = createTokenizer(json);
    const texts = fc.string({ unit: 'grapheme', maxLength: 40 });
    fc.assert(
      fc.property(texts, (text) => {
        const { ids } = reference.encode(text);
        expect(own.encode(text, 1000)).toEqual(ids);
        expect(own.locate(text, 1000)).toHaveLength(ids.length);
      }),
    );
  });

  test('cuts the end off and keeps the special tokens', () => {
    const { encode } = createTokenizer(wordPieces);
    const whole = encode('paris paris cafe', longest);
    expect(encode('paris paris cafe', 4)).toEqual([whole[0], whole[1], whole[2], whole.at(-1)]);
    expect(encode('paris', 2)).toEqual([whole[0], whole.at(-1)]);
  });

  test('cuts the beginning off where the file says so', () => {
    const { encode, locate } = createTokenizer({ ...wordPieces, truncation: { direction: 'Left' } });
    const whole = encode('paris, cafe', longest);
    expect(encode('paris, cafe', 4)).toEqual([whole[0], whole[2], whole[3], whole.at(-1)]);
    expect(locate('paris, cafe', 4).map((span) => span?.start)).toEqual([undefined, 5, 7, undefined]);
  });

  test('takes files that leave parts out', () => {
    const { model } = wordPieces as { readonly model: unknown };
    expect(createTokenizer({ model }).encode('cafe', longest)).toHaveLength(1);
  });

  test.each([[null], ['text'], [{}], [{ model: { type: 'Unheard' } }]])('refuses %j', (json) => {
    expect(() => createTokenizer(json)).toThrow(
      expect.objectContaining({
        code: 'model-load',
        message: expect.stringContaining('tokenizer.json') as string,
      }),
    );
  });
});

describe('locate', () => {
  test.each([
    ['case and accents', 'CAFÉ Pàris', [null, 'CAFÉ', 'Pàris', null]],
    ['marks of their own', 'cafe\u0301 !', [null, 'cafe\u0301', '!', null]],
    ['pieces of words', 'Parisis.', [null, 'Paris', '+is', '.', null]],
    ['words again and again', 'is paris is', [null, 'i', '+s', 'paris', 'i', '+s', null]],
    ['unknown words as a whole', '🙂 paris 🙂cafe cafe', [null, '🙂', 'paris', '🙂cafe', 'cafe', null]],
    ['too long words as a whole', `${'a'.repeat(30)} a`, [null, 'a'.repeat(30), 'a', null]],
    ['Chinese characters', '東京paris', [null, '東', '京', 'paris', null]],
    ['a sigma that ends a word', 'ΣΣ cafe', [null, 'ΣΣ', 'cafe', null]],
    ['control characters and odd spaces', 'pa\u00adris\u00a0\u2003cafe', [null, 'pa\u00adris', 'cafe', null]],
    ['special tokens in the text', 'cafe [SEP] cafe', [null, 'cafe', '[SEP]', 'cafe', null]],
  ])('word pieces: %s', (_, text, expected) => {
    expect(located(wordPieces, text)).toEqual(expected);
  });

  test.each([
    ['words with the space before them', 'is papa', [null, '', '+i', '+s', 'pa', '+p', '+a', null]],
    ['characters of several bytes', 'é🙂', [null, '', '+é', '🙂', '+🙂', '+🙂', '+🙂', null]],
    ['several spaces', 'a  pa', [null, '', '+a', '', 'pa', null]],
  ])('byte pairs: %s', (_, text, expected) => {
    expect(located(bytePairs, text)).toEqual(expected);
  });

  test.each([
    ['a piece with its space', 'Paris, new York', [null, 'Paris', '+,', 'new', '', '+York', null]],
    ['compatible characters', 'ﬁ ｐａｒｉｓ', [null, '', '+ﬁ', '+ﬁ', 'ｐａｒｉｓ', null]],
    ['unknown characters', 'x☃☃ paris', [null, '', '+x', '+☃☃', 'paris', null]],
  ])('sentence pieces: %s', (_, text, expected) => {
    expect(located(sentencePieces, text)).toEqual(expected);
  });

  test.each(Object.entries(kinds))('spans of %s rise and stay in the text', (_, json) => {
    const { locate } = createTokenizer(json);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        let before = 0;
        for (const span of locate(text, 1000)) {
          if (span === undefined) continue;
          expect(span.start).toBeGreaterThanOrEqual(before);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(span.end).toBeLessThanOrEqual(text.length);
          before = span.start;
        }
      }),
    );
  });
});
