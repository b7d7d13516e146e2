import type { Tensor } from '../core/protocol/tensor.ts';

/** The ids of one text, a stretch of an array that many texts share. */
export interface FeatureSpan {
  readonly kind: 'features';
  readonly store: Int32Array<ArrayBuffer>;
  readonly start: number;
  readonly length: number;
  /** The text itself, where its answer names parts of it. */
  readonly text?: string;
}

/** What a request brings, ready to be put into a batch. */
export type PreparedInput = FeatureSpan | { readonly kind: 'tensors'; readonly tensors: readonly Tensor[] };
