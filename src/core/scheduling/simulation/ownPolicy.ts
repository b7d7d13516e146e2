import { admitRequest } from '../admitRequest.ts';
import { JobTimeline, type TimedJob } from '../jobTimeline.ts';
import { ModelScheduler, type BatchStep } from '../modelScheduler.ts';
import type { BatchingPolicy, PolicySetup, SimulatedRequest } from './batchingPolicy.ts';

const maxJobs = 2;
const maxQueueRows = 8192;

/** The scheduler that the engine runs, on one instance that was calibrated. */
export function createOwnPolicy({ maxBatch, costMs }: PolicySetup): BatchingPolicy {
  const scheduler = new ModelScheduler<SimulatedRequest>(() => ({
    maxBatch,
    maxQueueDelayMs: 0,
    preferredBatch: [],
    allowedBatch: [],
    isStatic: false,
  }));
  const sizes: number[] = [];
  for (let size = 1; size < maxBatch; size *= 2) sizes.push(size);
  const queue = scheduler.openQueue([...sizes, maxBatch].map((rows) => ({ rows, ms: costMs(rows) })));
  const timeline = new JobTimeline();
  const runs: { readonly step: BatchStep<SimulatedRequest>; readonly job: TimedJob }[] = [];
  return {
    arrive: (request, now) => {
      const newcomer = { ...request, startAt: request.enqueuedAt };
      const device = { remainingMs: [timeline.remainingMs(now)], retriesMs: 0, othersMs: 0, slots: 1 };
      const admission = admitRequest(scheduler, newcomer, device, { queue, maxQueueRows, now });
      if (admission.kind !== 'admitted') return false;
      queue.items.push(request);
      return true;
    },
    next: (jobs, now) => {
      if (jobs >= maxJobs) return { kind: 'idle' };
      for (;;) {
        const step = scheduler.next({ jobs, remainingMs: timeline.remainingMs(now) }, now);
        if (step.kind === 'dropped') continue;
        if (step.kind !== 'run') return step;
        runs.push({ step, job: timeline.post(step.expectedMs, now) });
        return { kind: 'run', requests: step.items };
      }
    },
    complete: (_rows, ms, now) => {
      const run = runs.shift();
      if (run === undefined) return;
      scheduler.observe(run.step, { ms, tickMs: 0, served: timeline.finish(run.job, now) }, now);
    },
  };
}
