import type { ModelFile } from '../ports.ts';
import type { TensorSpec } from '../protocol/tensor.ts';
import type { ModelInspection } from './modelInspection.ts';
import type { BatchSafety, LoadProgress } from './modelStatus.ts';
import type { SamplePlan } from './samplePlan.ts';

/** Where bytes come from: handed over (a Blob), or the first of some URLs that there is something at. */
export type ByteSource =
  | { readonly kind: 'blob'; readonly blob: object }
  | { readonly kind: 'urls'; readonly urls: readonly string[] };

export interface TrialRequest {
  readonly name: string;
  readonly source: ByteSource;
  /** What lies beside the model, by plain name. */
  readonly files: Readonly<Record<string, ByteSource>>;
  /** Names among {@link files} that may be missing. */
  readonly optionalFiles: readonly string[];
}

/** Bytes that were kept, by what they are. */
export interface KeptFile {
  readonly sizeBytes: number;
  /** SHA-256 in hex. */
  readonly sha256: string;
}

/** What was found out about a stranger's model by running it where it can do no harm. */
export interface TrialReport {
  readonly inspection: ModelInspection;
  /** The URL that the model came from, if it came from one. */
  readonly url?: string;
  /** As the runtime states them for the file as it was given. */
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  /** Outputs that are no tensors, or of a type that the protocol has no name for. */
  readonly unfetchable: readonly string[];
  readonly batching: BatchSafety;
  readonly sample: SamplePlan;
  /** The model rewritten to take any number of rows, where that was proved right. */
  readonly unlocked?: KeptFile;
  /** Data beside the model, by plain name. */
  readonly external: readonly (KeptFile & { readonly name: string; readonly url?: string })[];
  /** The other files beside it as Blobs, by plain name. */
  readonly files: Readonly<Record<string, object>>;
  /** Blobs by digest of what the device's store did not take: they last as long as this engine. */
  readonly unkept: Readonly<Record<string, object>>;
}

export interface TrialOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: LoadProgress) => void;
}

/**
 * Tries strangers' models in a realm that is thrown away. Rejects with `model-load` for bytes that are no model and for one that takes
 * longer than the deadline or more memory than the budget, naming which; with `unsupported` for an operator that the runtime does not
 * know and for a model without an output that can be carried; with `not-found` for a 404.
 */
export interface ModelTrial {
  /** Reads what the file says of itself; runs nothing. */
  inspect(request: TrialRequest, options?: TrialOptions): Promise<ModelInspection>;
  /** Inspects, runs, proves, and keeps the bytes on this device. */
  run(request: TrialRequest, options?: TrialOptions): Promise<TrialReport>;
  /** Kept bytes as Blobs; what is not kept is fetched. */
  read(files: readonly ModelFile[]): Promise<readonly object[]>;
  /** Deletes kept bytes. */
  forget(digests: readonly string[]): Promise<void>;
}
