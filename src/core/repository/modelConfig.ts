import type { TensorSpec } from '../protocol/tensor.ts';
import type { VersionPolicy } from './versionPolicy.ts';

export type Preprocessing =
  | {
      readonly kind: 'text-features';
      readonly bits: number;
      readonly nmax: number;
      readonly maxIds: number;
      readonly buckets: readonly number[];
      readonly version: number;
    }
  | { readonly kind: 'digit'; readonly version: number };

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
  /** How much worse than the default variant's a variant's accuracy may be for it to be chosen on a device. @default 0.005 */
  readonly accuracyBudget?: number;
  readonly versions: readonly VersionConfig[];
}
