import type { ModelScheduler } from '../core/scheduling/modelScheduler.ts';
import type { EngineRequest, QueueItem } from './engineRequest.ts';

/** The requests below a priority that have to leave so that so many rows are free, the newest of the lowest first; each is to be withdrawn before the next is asked for. */
export function* pickVictims(
  scheduler: ModelScheduler<QueueItem>,
  rows: number,
  { options }: EngineRequest,
): Generator<EngineRequest, void> {
  const before = scheduler.rows;
  while (before - scheduler.rows < rows) {
    const item = scheduler.newestBelow(options.priority ?? 2);
    if (item === undefined) return;
    yield item.request;
  }
}
