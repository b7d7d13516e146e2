import { predictWaitMs } from '../../core/routing/predictWaitMs.ts';
import type { Deployment } from '../deployment.ts';
import type { EngineRequest } from '../engineRequest.ts';

/** Milliseconds until a run that waits is answered: infinite while the model is not there, undefined unmeasured. */
export function predictRestMs(
  deployment: Deployment | undefined,
  run: EngineRequest | undefined,
  now: number,
): number | undefined {
  if (deployment === undefined || deployment.instances === 0) return Number.POSITIVE_INFINITY;
  const { scheduler, instances } = deployment;
  const [item] = run?.items ?? [];
  const queue = scheduler.longestQueue();
  if (run === undefined || item === undefined || queue === undefined) return undefined;
  const { items } = queue;
  const rows = items.rowsAtOrAbove(item.priority);
  const runningMs = deployment.workMs(item.priority) - scheduler.backlogMs(item.priority);
  return predictWaitMs({
    oldestMs: now - items.oldestEnqueuedAt(),
    rows: rows / instances,
    rowsBefore: (items.rowsBefore(item) ?? rows) / instances,
    freeInMs: (Math.max(0, runningMs) * scheduler.serviceRatio) / instances,
    fullRows: scheduler.saturationOf(queue, run.deadlineAt - run.requestStartAt).rows,
    batchMs: (count) => scheduler.batchMs(queue, count),
  });
}
