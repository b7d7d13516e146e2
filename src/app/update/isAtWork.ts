import type { MetricsSnapshot } from '../../client/index.ts';
import type { Batch } from '../files/batch.ts';
import type { LoadActivity } from '../load/loadStore.ts';

export interface Work {
  readonly newest: MetricsSnapshot | undefined;
  readonly load: LoadActivity['kind'];
  readonly batch: Batch['kind'];
}

/** Whether something goes on that a reload would break off. */
export function isAtWork({ newest, load, batch }: Work): boolean {
  const { queueDepth = 0, inFlight = 0 } = newest?.total ?? {};
  return queueDepth + inFlight > 0 || load !== 'idle' || batch === 'reading' || batch === 'running';
}
