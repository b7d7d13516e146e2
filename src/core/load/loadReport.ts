import type { Refusal } from '../errors.ts';
import type { Percentiles } from '../telemetry/metricsSnapshot.ts';
import type { LoadPlan } from './loadPlan.ts';
import type { PeakTrial } from './peakSearch.ts';

/** One second of a run. */
export interface LoadSecond {
  readonly second: number;
  /** By intended start. */
  readonly offered: number;
  /** By time of answer; what is answered after the end counts in the last second. */
  readonly completed: number;
  readonly refused: number;
  readonly p50: number | null;
  readonly p99: number | null;
  /** Of the model, at the end of the second. */
  readonly queueDepth: number;
  /** Mean rows an execution; null without any. */
  readonly batchSize: number | null;
}

/** A point of the latency spectrum: `share` of all requests took at most `ms`. */
export interface SpectrumPoint {
  readonly share: number;
  readonly ms: number;
}

/** `offered` = `completed` + the sum of `refused` + `unanswered`. Rates are per second of `elapsedMs`. */
export interface LoadReport {
  /** As it was given, without signal. */
  readonly plan: LoadPlan;
  readonly offered: number;
  /** Offered and not refused when they came (`queue-full`; who was displaced later had been accepted). */
  readonly accepted: number;
  readonly completed: number;
  /** Completed within the SLO after their intended start; all completed ones without an SLO. */
  readonly inTime: number;
  /** By error code. */
  readonly refused: Readonly<Record<string, number>>;
  /** Of these the ones that the queue or a deadline caused, by what became of the request. */
  readonly refusals: Readonly<Partial<Record<Refusal, number>>>;
  /** Withdrawn by a stop, or still out when the run gave up waiting. */
  readonly unanswered: number;
  /** Completed a second. */
  readonly throughput: number;
  /** In time a second. */
  readonly goodput: number;
  /** The highest rate found whose run met the SLO at p99 without a queue that grew; 0 when none did. */
  readonly peakRate?: number;
  /** The runs of a search, in their order; all other figures are those of the run at the peak. */
  readonly trials?: readonly PeakTrial[];
  readonly latencyMs: Percentiles;
  /** How late the generator itself was. */
  readonly lagMs: Percentiles;
  /** Whether the figures can be relied on; `notes` says why not. */
  readonly valid: boolean;
  readonly notes: readonly string[];
  /** Whether 99 % of the offered requests were in time; undefined without an SLO. */
  readonly sloMet?: boolean;
  /** From the start to the planned end or the last answer, whichever is later. */
  readonly elapsedMs: number;
  readonly isStopped: boolean;
  readonly spectrum: readonly SpectrumPoint[];
  readonly perSecond: readonly LoadSecond[];
}
