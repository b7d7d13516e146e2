import type { LoadPlan } from '../../core/load/loadPlan.ts';
import { validateLoadPlan } from '../../core/load/validateLoadPlan.ts';
import type { Nearside } from '../nearside.ts';
import { rejectOnAbort } from '../rejectOnAbort.ts';
import type { SpecReader } from './createNaiveTarget.ts';
import type { LoadLab, LoadRun, StartLoadOptions } from './loadLab.ts';

/** The load lab of a connection; its code is fetched with the first run. */
export function openLoadLab(getNearside: () => Nearside, readSpec: SpecReader): LoadLab {
  const start = async (
    given: LoadPlan,
    options?: StartLoadOptions,
    signal?: AbortSignal,
  ): Promise<LoadRun> => {
    const plan = validateLoadPlan(given);
    const { startLoad } = await import('./startLoad.ts');
    signal?.throwIfAborted();
    const run = startLoad(getNearside(), readSpec, plan, options);
    signal?.addEventListener('abort', run.stop, { once: true });
    return run;
  };
  return {
    start: (plan, options) => start(plan, options),
    run: async (plan, { signal: given, onProgress } = {}) => {
      validateLoadPlan(plan);
      const signals = [given, plan.options?.signal].filter((signal) => signal !== undefined);
      const signal = signals.length > 1 ? AbortSignal.any(signals) : signals[0];
      signal?.throwIfAborted();
      const tell: StartLoadOptions['onProgress'] = (second) => {
        if (signal?.aborted !== true) onProgress?.(second);
      };
      const run = await rejectOnAbort(start(plan, { onProgress: tell }, signal), signal);
      try {
        return await rejectOnAbort(run.report, signal);
      } finally {
        signal?.removeEventListener('abort', run.stop);
      }
    },
  };
}
