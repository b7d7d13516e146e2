import type { LoadPlan } from '../../core/load/loadPlan.ts';
import type { LoadReport, LoadSecond } from '../../core/load/loadReport.ts';

/** One second of a run in progress. */
export type LoadProgressReport = LoadSecond;

export interface StartLoadOptions {
  /** Called after each second of the run with that second. */
  readonly onProgress?: ((second: LoadProgressReport) => void) | undefined;
}

/** A run in progress. */
export interface LoadRun {
  readonly plan: LoadPlan;
  /** Rejects when the run could not go on; resolves with what there is when it was stopped. */
  readonly report: Promise<LoadReport>;
  /** The report as it stands, by whole seconds; undefined before the first request. */
  peek(): LoadReport | undefined;
  /** Aborts what is outstanding and ends the run. */
  readonly stop: () => void;
}

export interface LoadLab {
  /**
   * Carries out a plan. Rejects with `bad-input` for a plan that makes no sense, `not-found` for an unknown model, or with the
   * signal's reason; what is outstanding is then aborted.
   */
  run(
    plan: LoadPlan,
    options?: {
      readonly signal?: AbortSignal;
      readonly onProgress?: (second: LoadProgressReport) => void;
    },
  ): Promise<LoadReport>;
  /** The same for who wants to watch a run, and to have a report of what was stopped. */
  start(plan: LoadPlan, options?: StartLoadOptions): Promise<LoadRun>;
}
