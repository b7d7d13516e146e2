import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { extractReviewFeatures } from './extractReviewFeatures.ts';

interface Vectors {
  readonly bits: number;
  readonly nmax: number;
  readonly cases: readonly { readonly text: string; readonly ids: readonly number[] }[];
}

const vectorsUrl = new URL('./reviewFeatures.vectors.json', import.meta.url);
const vectors = JSON.parse(readFileSync(vectorsUrl, 'utf8')) as Vectors;

function extractAll(text: string, maxIds = 100_000): number[] {
  const ids = new Int32Array(maxIds);
  return [...ids.subarray(0, extractReviewFeatures(text, vectors, ids))];
}

describe('extractReviewFeatures', () => {
  test.each(vectors.cases)('gives the ids of the training code for $text', ({ text, ids }) => {
    expect(extractAll(text)).toEqual(ids);
  });

  test('stops at the capacity of the output with the same first ids, among words and among pairs', () => {
    const text = 'Great zoom, but 2 batteries a day.';
    const all = extractAll(text);
    for (let capacity = 0; capacity <= all.length + 1; capacity += 1) {
      expect(extractAll(text, capacity)).toEqual(all.slice(0, capacity));
    }
  });

  test('a text leaves nothing behind for the next', () => {
    const [first, second] = ['A long one with many words in it', 'Short'];
    const alone = extractAll(second);
    extractAll(first);
    expect(extractAll(second)).toEqual(alone);
  });

  test('never gives the padding id', () => {
    expect(vectors.cases.every(({ text }) => extractAll(text).every((id) => id > 0 && id < 65_536))).toBe(
      true,
    );
  });
});
