import { expect, test } from 'vitest';
import { extractFeatures, featureKinds, type FeatureOptions } from './extractFeatures.ts';
import { extractReviewFeatures } from './extractReviewFeatures.ts';
import { extractTextFeatures } from './extractTextFeatures.ts';

const options = { bits: 16, nmax: 4 };

function extract(kind: FeatureOptions['kind'], text: string): number[] {
  const ids = new Int32Array(500);
  return [...ids.subarray(0, extractFeatures(text, { ...options, kind }, ids))];
}

test('each kind has the ids of its own features', () => {
  const text = 'Good zoom, 3 stars';
  const ids = new Int32Array(500);
  expect(extract('text-features', text)).toEqual([
    ...ids.subarray(0, extractTextFeatures(text, options, ids)),
  ]);
  expect(extract('review-features', text)).toEqual([
    ...ids.subarray(0, extractReviewFeatures(text, options, ids)),
  ]);
});

test.each(featureKinds)('%s: a text without a word has none', (kind) => {
  for (const text of ['', '  ', '12 !?', "'''", '’ ʼ', '3.14 + 2 = 5.14', '👍🎉']) {
    expect(extract(kind, text)).toEqual([]);
  }
});

test.each(featureKinds)('%s: one word among signs is enough, in any script', (kind) => {
  for (const text of ['10/10 !!! ok', '12 字', "'n'", '…é', '1 𐐀']) {
    expect(extract(kind, text).length).toBeGreaterThan(0);
  }
});
