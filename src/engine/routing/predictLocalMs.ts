import type { ModelHost } from '../modelHost.ts';

/** When a request of one row that came now would be answered here: infinite while the model is not there, undefined unmeasured. */
export function predictLocalMs(host: ModelHost | undefined, priority = 2): number | undefined {
  const deployment = host?.deployment;
  if (host === undefined || deployment === undefined || host.slots.length === 0)
    return Number.POSITIVE_INFINITY;
  const queue = deployment.scheduler.longestQueue();
  if (queue === undefined) return undefined;
  return deployment.workMs(priority) / host.slots.length + deployment.scheduler.batchMs(queue, 1);
}
