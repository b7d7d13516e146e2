import type { QueuedItem } from '../requestQueue.ts';

/** One request of a simulation. */
export interface SimulatedRequest extends QueuedItem {
  readonly id: number;
}

export type PolicyStep =
  | { readonly kind: 'run'; readonly requests: readonly SimulatedRequest[] }
  | { readonly kind: 'wait'; readonly untilMs: number }
  | { readonly kind: 'idle' };

/** A rule that batches for one executor; it may drop what it took in without saying so. */
export interface BatchingPolicy {
  /** Whether the request is taken in. */
  arrive(request: SimulatedRequest, now: number): boolean;
  /** What the executor should do, which has been given `jobs` runs that have not ended. */
  next(jobs: number, now: number): PolicyStep;
  /** The first of the executor's runs ended, after `ms`. */
  complete(rows: number, ms: number, now: number): void;
}

/** What a policy knows before it starts. */
export interface PolicySetup {
  readonly maxBatch: number;
  readonly sloMs: number;
  /** Milliseconds for a run of `rows` rows, as a calibration would have measured them. */
  readonly costMs: (rows: number) => number;
}
