import type { TensorSpec } from '../protocol/tensor.ts';
import type { Activation } from '../tasks/activateScores.ts';

export type Preprocessing =
  | {
      readonly kind: 'text-features';
      readonly bits: number;
      readonly nmax: number;
      readonly maxIds: number;
      readonly buckets: readonly number[];
      readonly version: number;
    }
  | { readonly kind: 'digit'; readonly version: number }
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
  /** How a classifier's outputs become scores. @default as the outputs and `config.json` tell */
  readonly activation?: Activation;
  readonly maxBatch?: number;
  readonly maxQueueDelayMs?: number;
  /** Batch sizes that are released as soon as they are reached. */
  readonly preferredBatch?: readonly number[];
  readonly inputs?: readonly TensorSpec[];
  readonly outputs?: readonly TensorSpec[];
  readonly preprocessing?: Preprocessing;
  readonly versions: readonly VersionConfig[];
}
