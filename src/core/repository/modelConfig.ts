import type { TensorSpec } from '../protocol/tensor.ts';
import type { Activation } from '../tasks/activateScores.ts';
import type { FeatureOptions } from '../tasks/extractFeatures.ts';
import type { ImageOptions } from '../tasks/imageOptions.ts';
import type { AddedFacts } from './addedFacts.ts';
import type { VersionPolicy } from './versionPolicy.ts';

export interface FeaturePreprocessing extends FeatureOptions {
  readonly maxIds: number;
  readonly buckets: readonly number[];
  readonly version: number;
}

export type Preprocessing =
  | FeaturePreprocessing
  | { readonly kind: 'digit'; readonly version: number }
  | ({ readonly kind: 'image'; readonly version: number } & ImageOptions)
  | {
      /** Text for a transformer; the files lie beside `model.json`. */
      readonly kind: 'tokens';
      readonly version: number;
      readonly tokenizer: string;
      readonly config?: string;
      /** Overrides the limit that the files state. */
      readonly maxTokens?: number;
    };

export interface VariantConfig {
  readonly name: string;
  /** Path below the model's folder. */
  readonly file: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly accuracy?: number;
}

export interface VersionConfig {
  readonly version: string;
  /** The variant that `model.onnx` is. */
  readonly default: string;
  readonly variants: readonly VariantConfig[];
  /** Path of the golden inputs and outputs below the model's folder. */
  readonly golden?: string;
}

/** A model of the repository as `model.json` states it. */
export interface ModelConfig {
  readonly name: string;
  readonly task?: string;
  readonly labels?: readonly string[];
  readonly maxBatch?: number;
  readonly maxQueueDelayMs?: number;
  /** Batch sizes that are released as soon as they are reached. */
  readonly preferredBatch?: readonly number[];
  readonly inputs?: readonly TensorSpec[];
  readonly outputs?: readonly TensorSpec[];
  readonly preprocessing?: Preprocessing;
  readonly versionPolicy?: VersionPolicy;
  /** How far below the default variant's accuracy another may lie and still be chosen on a device. @default 0.005 */
  readonly accuracyBudget?: number;
  /** What makes scores of the numbers of a classifier. @default 'none', of text models as their outputs and files tell */
  readonly activation?: Activation;
  /** Of models that were added, what their trial found. */
  readonly added?: AddedFacts;
  readonly versions: readonly VersionConfig[];
}
