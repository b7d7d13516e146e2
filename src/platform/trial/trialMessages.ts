import type { EncodedError } from '../../core/errors.ts';
import type { ModelFile } from '../../core/ports.ts';
import type { ModelInspection } from '../../core/repository/modelInspection.ts';
import type { LoadProgress } from '../../core/repository/modelStatus.ts';
import type { TrialReport, TrialRequest } from '../../core/repository/modelTrial.ts';

/** Engine to trial worker, once. */
export type TrialCommand =
  | { readonly kind: 'inspect'; readonly request: TrialRequest }
  | { readonly kind: 'run'; readonly request: TrialRequest }
  | { readonly kind: 'read'; readonly files: readonly ModelFile[] }
  | { readonly kind: 'forget'; readonly digests: readonly string[] };

/** Trial worker to engine. */
export type TrialNotice =
  /** What comes next is over within the limit, or the worker is stopped; without one it watches itself. */
  | { readonly kind: 'step'; readonly what: string; readonly limitMs?: number }
  | { readonly kind: 'progress'; readonly progress: LoadProgress }
  | { readonly kind: 'inspected'; readonly inspection: ModelInspection }
  | { readonly kind: 'tried'; readonly report: TrialReport }
  | { readonly kind: 'read'; readonly blobs: readonly Blob[] }
  | { readonly kind: 'forgotten' }
  | { readonly kind: 'failed'; readonly error: EncodedError };
