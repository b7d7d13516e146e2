import type { BatchingPolicy, SimulatedRequest } from './batchingPolicy.ts';

export interface SimulationOptions {
  /** Ascending, milliseconds. */
  readonly arrivals: Float64Array;
  readonly sloMs: number;
  /** Milliseconds of the run that is about to start. */
  readonly runMs: (rows: number) => number;
}

export interface SimulationResult {
  readonly offered: number;
  readonly answered: number;
  /** Answered within the SLO. */
  readonly inTime: number;
  /** Answers in time per millisecond. */
  readonly goodput: number;
  /** Milliseconds, of all answers; NaN without any. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface Run {
  readonly requests: readonly SimulatedRequest[];
  ms: number;
}

/** Plays the arrivals against one executor, event by event. The same inputs give the same result. */
export function simulate(
  policy: BatchingPolicy,
  { arrivals, sloMs, runMs }: SimulationOptions,
): SimulationResult {
  const latencies: number[] = [];
  const runs: Run[] = [];
  let endAt = Number.POSITIVE_INFINITY;
  let wakeAt = Number.POSITIVE_INFINITY;
  let next = 0;
  let now = 0;
  let inTime = 0;

  const start = (): void => {
    const [run] = runs;
    if (run === undefined) {
      endAt = Number.POSITIVE_INFINITY;
      return;
    }
    run.ms = runMs(run.requests.length);
    endAt = now + run.ms;
  };
  const dispatch = (): void => {
    wakeAt = Number.POSITIVE_INFINITY;
    for (;;) {
      const step = policy.next(runs.length, now);
      if (step.kind === 'wait') wakeAt = Math.max(step.untilMs, now);
      if (step.kind !== 'run') return;
      runs.push({ requests: step.requests, ms: 0 });
      if (runs.length === 1) start();
    }
  };

  while (next < arrivals.length || runs.length > 0 || wakeAt !== Number.POSITIVE_INFINITY) {
    const arriveAt = arrivals[next] ?? Number.POSITIVE_INFINITY;
    now = Math.min(arriveAt, endAt, wakeAt);
    if (now === endAt) {
      const run = runs.shift() as Run;
      for (const { enqueuedAt } of run.requests) {
        latencies.push(now - enqueuedAt);
        if (now - enqueuedAt <= sloMs) inTime += 1;
      }
      start();
      policy.complete(run.requests.length, run.ms, now);
    } else if (now === arriveAt) {
      policy.arrive(
        { id: next, rows: 1, priority: 2, enqueuedAt: now, deadlineAt: now + sloMs, state: 'new' },
        now,
      );
      next += 1;
    }
    dispatch();
  }

  latencies.sort((left, right) => left - right);
  return {
    offered: arrivals.length,
    answered: latencies.length,
    inTime,
    goodput: inTime / Math.max(arrivals.at(-1) ?? 0, Number.EPSILON),
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
  };
}

function quantile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) return Number.NaN;
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] as number;
}
