import type { Clock } from '../core/clock.ts';
import type { ExpressRecord } from '../core/ports.ts';
import type { ModelRecorder } from '../core/telemetry/modelRecorder.ts';
import type { AnswerLead } from './clientMessages.ts';
import type { InstanceSlot } from './instanceSlot.ts';
import { stagesOf } from './stagesOf.ts';

export interface ExpressSources {
  readonly clock: Clock;
  readonly recorder: ModelRecorder;
  readonly lead: AnswerLead;
}

/** Counts a request that went past the engine as one execution of one row. */
export function countExpress(
  record: ExpressRecord,
  slot: InstanceSlot | undefined,
  { clock, recorder, lead }: ExpressSources,
): void {
  slot?.countBusy(record);
  const now = clock.now();
  recorder.recordExecution({ rows: 1, paddingRows: 0, ...stagesOf(record), reason: 'idle' }, now);
  const { version, variant, backend } = lead.trace;
  const latencyMs = Math.max(0, record.computeEndAt - record.requestStartAt);
  recorder.recordAnswer({ source: 'local', version, latencyMs, queueMs: 0 }, now);
  if (!recorder.traces.isDue(record.computeEndAt)) return;
  recorder.traces.add({
    ...record,
    version,
    variant,
    backend,
    batchSize: 1,
    queueStartAt: record.computeStartAt,
    requestEndAt: record.computeEndAt,
  });
}
