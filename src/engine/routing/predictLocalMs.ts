import type { Deployment } from '../deployment.ts';

/** When a request of one row that came now would be answered here: infinite while the model is not there, undefined unmeasured. */
export function predictLocalMs(deployment: Deployment | undefined, priority = 2): number | undefined {
  if (deployment === undefined || deployment.instances === 0) return Number.POSITIVE_INFINITY;
  const queue = deployment.scheduler.longestQueue();
  if (queue === undefined) return undefined;
  return deployment.workMs(priority) / deployment.instances + deployment.scheduler.batchMs(queue, 1);
}
