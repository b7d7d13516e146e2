import type { ModelRecorder } from './modelRecorder.ts';

interface DurationStatistic {
  readonly count: number;
  readonly ns: number;
}

export interface ModelStatistics {
  readonly name: string;
  readonly version: string;
  readonly last_inference: number;
  readonly inference_count: number;
  readonly execution_count: number;
  readonly inference_stats: Readonly<Record<string, DurationStatistic>>;
  readonly batch_stats: readonly unknown[];
  readonly memory_usage: readonly unknown[];
}

/** Requests that a cache answered and those it could not, with what both took there. */
export interface CacheLookups {
  readonly hits: number;
  readonly hitMs: number;
  readonly misses: number;
  readonly missMs: number;
}

const nsPerMs = 1e6;
const noLookups: CacheLookups = { hits: 0, hitMs: 0, misses: 0, missMs: 0 };

/** One entry of Triton's statistics extension. */
export function formatStatistics(
  name: string,
  version: string,
  recorder: ModelRecorder,
  lookups: CacheLookups = noLookups,
): ModelStatistics {
  const duration = (count: number, ms: number): DurationStatistic => ({
    count,
    ns: Math.round(ms * nsPerMs),
  });
  const failures = [...recorder.errors.values()].reduce((sum, count) => sum + count, 0);
  const { latency, queue, input, compute, output } = recorder;
  return {
    name,
    version,
    last_inference: Math.round(recorder.lastInferenceAt),
    inference_count: recorder.inferences.total,
    execution_count: recorder.executions,
    inference_stats: {
      success: duration(latency.total.count, latency.total.sum),
      fail: duration(failures, 0),
      queue: duration(queue.total.count, queue.total.sum),
      compute_input: duration(input.total.count, input.total.sum),
      compute_infer: duration(compute.total.count, compute.total.sum),
      compute_output: duration(output.total.count, output.total.sum),
      cache_hit: duration(lookups.hits, lookups.hitMs),
      cache_miss: duration(lookups.misses, lookups.missMs),
    },
    batch_stats: [...recorder.batchTotals]
      .toSorted(([left], [right]) => left - right)
      .map(([size, totals]) => ({
        batch_size: size,
        compute_input: duration(totals.count, totals.inputMs),
        compute_infer: duration(totals.count, totals.computeMs),
        compute_output: duration(totals.count, totals.outputMs),
      })),
    memory_usage: [],
  };
}
