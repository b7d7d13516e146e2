import { extractReviewFeatures } from './extractReviewFeatures.ts';
import { extractTextFeatures, type TextFeatureOptions } from './extractTextFeatures.ts';

export const featureKinds = ['text-features', 'review-features'] as const;

export interface FeatureOptions extends TextFeatureOptions {
  readonly kind: (typeof featureKinds)[number];
}

// U+02BC is a letter to Unicode and an apostrophe to the features.
const wordPattern = /(?!\u02bc)\p{L}/u;

/**
 * The ids of a text for a model of hashed features: writes at most `ids.length` and returns how many. 0 means that the text has no
 * word, even where its signs and numbers would have ids.
 */
export function extractFeatures(text: string, options: FeatureOptions, ids: Int32Array): number {
  if (options.kind === 'text-features') return extractTextFeatures(text, options, ids);
  return wordPattern.test(text) ? extractReviewFeatures(text, options, ids) : 0;
}
