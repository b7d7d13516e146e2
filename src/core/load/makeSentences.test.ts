import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '../createRandom.ts';
import { makeSentences } from './makeSentences.ts';

test('sentences of different numbers differ and are made of words', () => {
  const sentence = makeSentences(createRandom(1));
  const texts = Array.from({ length: 60_000 }, (_, index) => sentence(index));
  expect(new Set(texts).size).toBe(texts.length);
  for (const text of texts.slice(0, 3000)) expect(text).toMatch(/^\p{L}[\p{L}\p{M} ,]+$/u);
});

test('any two numbers have different sentences', () => {
  const sentence = makeSentences(createRandom(2));
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (one, other) => {
      if (one !== other) expect(sentence(one)).not.toBe(sentence(other));
    }),
  );
});

test('a seed gives its sentences again', () => {
  expect(makeSentences(createRandom(3))(12_345)).toBe(makeSentences(createRandom(3))(12_345));
  expect(makeSentences(createRandom(3))(5)).not.toBe(makeSentences(createRandom(4))(5));
});
