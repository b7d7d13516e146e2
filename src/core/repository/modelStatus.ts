import type { TensorSpec } from '../protocol/tensor.ts';

export type ModelState = 'available' | 'loading' | 'ready' | 'failed';
export type BatchSafety = 'independent' | 'coupled' | 'fixed';

export interface ModelStatus {
  readonly name: string;
  readonly versions: readonly string[];
  /** That of the version which serves, or is to serve. */
  readonly state: ModelState;
  /** The version that answers requests which name none. */
  readonly serving?: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  readonly task?: string;
  readonly sizeBytes: number;
  /** SHA-256 in hex of the variant in use. */
  readonly digest: string;
  readonly variant?: string;
  readonly backend?: string;
  readonly batching?: BatchSafety;
  /** The cap in use. */
  readonly maxBatch?: number;
  readonly labels?: readonly string[];
  /** A person added it, so it can be removed. @default false */
  readonly isAdded?: boolean;
  readonly progress?: LoadProgress;
}

export type LoadStage = 'download' | 'verify' | 'create' | 'warm';

export interface LoadProgress {
  readonly model: string;
  readonly version?: string;
  readonly stage: LoadStage;
  readonly loadedBytes: number;
  readonly totalBytes: number;
}
