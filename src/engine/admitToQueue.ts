import type { EncodedError } from '../core/errors.ts';
import { admitRequest, type DeviceLoad } from '../core/scheduling/admitRequest.ts';
import type { ModelScheduler, SchedulerQueue } from '../core/scheduling/modelScheduler.ts';
import { comesTooLate, queueIsFull } from './endedErrors.ts';
import type { EngineRequest, QueueItem } from './engineRequest.ts';
import type { InstanceSlot } from './instanceSlot.ts';

/** Rows of one priority that may wait for one model. */
const maxQueueRows = 8192;

export interface OthersReader {
  /** What the rest of the device has to do at a priority or above. */
  readOthers(priority: number): Pick<DeviceLoad, 'othersMs' | 'slots'>;
}

export interface QueueToEnter {
  readonly scheduler: ModelScheduler<QueueItem>;
  /** Where the request would wait, if its shape is known. */
  readonly queue: SchedulerQueue<QueueItem> | undefined;
  readonly model: string;
  readonly slots: readonly InstanceSlot[];
  /** Milliseconds of one instance for what runs before all that waits. */
  readonly retriesMs: number;
  readonly now: number;
}

export type EntryVerdict =
  | { readonly kind: 'admitted' }
  /** So many rows of lower priorities have to make room. */
  | { readonly kind: 'preempts'; readonly rows: number }
  | { readonly kind: 'refused'; readonly error: EncodedError };

const admitted: EntryVerdict = { kind: 'admitted' };

/** Whether a request may wait for this model; cheap for requests without a deadline while the queue is short. */
export function admitToQueue(
  { rows, deadlineAt, requestStartAt: startAt, options }: EngineRequest,
  { scheduler, queue, model, slots, retriesMs, now }: QueueToEnter,
  others: OthersReader,
): EntryVerdict {
  const priority = options.priority ?? 2;
  const hasDeadline = deadlineAt !== Number.POSITIVE_INFINITY;
  if (!hasDeadline && scheduler.rows + rows <= maxQueueRows) return admitted;
  const device: DeviceLoad = {
    remainingMs: slots.map((slot) => slot.remainingMs),
    retriesMs,
    ...(hasDeadline ? others.readOthers(priority) : { othersMs: 0, slots: 1 }),
  };
  const newcomer = { rows, priority, startAt, deadlineAt };
  const admission = admitRequest(scheduler, newcomer, device, { queue, maxQueueRows, now });
  if (admission.kind === 'admitted') return admitted;
  if (admission.kind === 'preempts') return admission;
  const error =
    admission.reason === 'full'
      ? queueIsFull(model, priority, maxQueueRows)
      : comesTooLate(model, admission.predictedMs, deadlineAt - startAt);
  return { kind: 'refused', error };
}
