import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { extractTextFeatures } from './extractTextFeatures.ts';

interface Vectors {
  readonly bits: number;
  readonly nmax: number;
  readonly cases: readonly { readonly text: string; readonly ids: readonly number[] }[];
}

const vectorsUrl = new URL('./textFeatures.vectors.json', import.meta.url);
const vectors = JSON.parse(readFileSync(vectorsUrl, 'utf8')) as Vectors;

function extractAll(text: string, maxIds = 100_000): number[] {
  const ids = new Int32Array(maxIds);
  return [...ids.subarray(0, extractTextFeatures(text, vectors, ids))];
}

describe('extractTextFeatures', () => {
  test.each(vectors.cases)('gives the ids of the training code for $text', ({ text, ids }) => {
    expect(extractAll(text)).toEqual(ids);
  });

  test('stops at the capacity of the output with the same first ids', () => {
    const text = 'The quick brown fox jumps over the lazy dog';
    expect(extractAll(text, 20)).toEqual(extractAll(text).slice(0, 20));
  });

  test.each(['', ' ', '123 456', '😀 🎉', "'''", '…—!'])(
    'gives nothing for text without a word: %j',
    (text) => {
      expect(extractAll(text)).toEqual([]);
    },
  );

  test('never gives the padding id', () => {
    expect(vectors.cases.every(({ text }) => extractAll(text).every((id) => id > 0 && id < 32_768))).toBe(
      true,
    );
  });
});
