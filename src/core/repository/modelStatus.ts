import type { TensorSpec } from '../protocol/tensor.ts';
import type { ImageOptions } from '../tasks/imageOptions.ts';
import type { AddOptions } from './addOptions.ts';
import type { VersionPolicy } from './versionPolicy.ts';

export type ModelState = 'available' | 'loading' | 'ready' | 'failed';
export type BatchSafety = 'independent' | 'coupled' | 'fixed';

export interface ModelStatus {
  readonly name: string;
  readonly versions: readonly string[];
  /** That of the version which serves, or is to serve. */
  readonly state: ModelState;
  /** The version that answers requests which name none. */
  readonly serving?: string;
  /** The version that would answer them: what serves, else what the next load brings. */
  readonly defaultVersion?: string;
  /** Which versions may serve. */
  readonly versionPolicy?: VersionPolicy;
  /** Versions of the repository that the policy leaves out, the highest first; absent where it leaves out none. */
  readonly excluded?: readonly string[];
  /** A higher version than the serving one, or the same with other bytes, that can be loaded; never taken by itself. */
  readonly offered?: string;
  /** What served before: where a rollback leads, at once while it is kept warm. */
  readonly previous?: { readonly version: string; readonly isWarm: boolean };
  /** Each version that may serve or is still in memory, the highest first. */
  readonly versionStates?: readonly VersionStatus[];
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
  /** It was loaded before anybody asked, for this person asks it in most visits. @default false */
  readonly isLoadedAhead?: boolean;
  /** What was said of a model that was added; what is not here was found out. */
  readonly said?: AddOptions;
  /** What `predict` makes its inputs of, besides numbers. */
  readonly takes?: 'text' | 'image';
  /** How `predict` makes its input of an image. */
  readonly image?: ImageOptions;
  readonly progress?: LoadProgress;
}

export type VersionState = 'available' | 'loading' | 'serving' | 'warm' | 'draining' | 'failed';

/** One version of a model: what is known of it, and of its workers where it has any. */
export interface VersionStatus {
  readonly version: string;
  readonly state: VersionState;
  readonly sizeBytes: number;
  /** SHA-256 in hex of the variant in use, or of the default one. */
  readonly digest: string;
  readonly variant?: string;
  readonly backend?: string;
  readonly threads?: number;
  readonly instances?: number;
  /** It is being made ready once more, for other settings or as another variant. */
  readonly isLoadingAnew?: boolean;
  readonly progress?: LoadProgress;
  /** Why the last attempt to load it failed. */
  readonly error?: { readonly code: string; readonly message: string };
}

export type LoadStage = 'download' | 'verify' | 'create' | 'warm';

export interface LoadProgress {
  readonly model: string;
  readonly version?: string;
  readonly stage: LoadStage;
  readonly loadedBytes: number;
  readonly totalBytes: number;
}
