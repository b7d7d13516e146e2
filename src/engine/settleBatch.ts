import type { Clock } from '../core/clock.ts';
import type { Job, JobResult } from '../core/ports.ts';
import type { BatchStep } from '../core/scheduling/modelScheduler.ts';
import type { ModelRecorder } from '../core/telemetry/modelRecorder.ts';
import type { AnswerLead, ExecutionTrace } from './clientMessages.ts';
import { collectAnswers } from './collectAnswers.ts';
import { countTokens } from './countTokens.ts';
import type { QueueItem } from './engineRequest.ts';
import type { ServedModel } from './servedModel.ts';
import { stagesOf } from './stagesOf.ts';

type FinishedBatch = Pick<BatchStep<QueueItem>, 'items' | 'rows' | 'executedRows' | 'reason'>;

/** Counts what callers had of a batch that ended well and brings every request of it its answer. */
export function settleBatch(
  { items, rows, executedRows, reason }: FinishedBatch,
  job: Job,
  result: JobResult,
  {
    clock,
    recorder,
    source,
  }: { readonly clock: Clock; readonly recorder: ModelRecorder; readonly source: ServedModel },
): void {
  const now = clock.now();
  const stages = stagesOf(result);
  const { lead, text } = source;
  const tokens = text === undefined ? undefined : countTokens(items, job);
  const callersRows = items.reduce((sum, item) => sum + (item.request.isSpeculative ? 0 : item.rows), 0);
  const paddingRows = executedRows - rows;
  if (callersRows > 0) {
    recorder.recordExecution({ rows: callersRows, paddingRows, ...stages, reason, ...tokens }, now);
    traceHead(items, result, { recorder, lead, batchSize: rows, now });
  }
  const trace: ExecutionTrace = { ...lead.trace, batchSize: rows, ...stages };
  const reduced = text === undefined ? result : { ...result, outputs: text.reduce(items, result.outputs) };
  const { version } = lead.trace;
  const batch = { rows, executedRows, outputIndices: job.outputs };
  for (const [owner, answers] of collectAnswers(items, batch, reduced)) {
    for (const { request } of answers) {
      if (!request.isAwaited) continue;
      const latencyMs = Math.max(0, now - request.requestStartAt);
      const { queueMs } = request;
      recorder.recordAnswer({ source: 'local', version, latencyMs, queueMs }, now);
    }
    owner.answer(answers, trace, source);
  }
}

/** Of a batch the request that waited longest is traced, if one is due. */
function traceHead(
  [head]: readonly QueueItem[],
  { computeStartAt, computeInputEndAt, computeOutputStartAt, computeEndAt }: JobResult,
  {
    recorder,
    lead,
    batchSize,
    now,
  }: {
    readonly recorder: ModelRecorder;
    readonly lead: AnswerLead;
    readonly batchSize: number;
    readonly now: number;
  },
): void {
  if (head === undefined || !head.request.isAwaited || !recorder.traces.isDue(now)) return;
  const { version, variant, backend } = lead.trace;
  recorder.traces.add({
    version,
    variant,
    backend,
    batchSize,
    requestStartAt: head.request.requestStartAt,
    queueStartAt: head.enqueuedAt,
    computeStartAt,
    computeInputEndAt,
    computeOutputStartAt,
    computeEndAt,
    requestEndAt: now,
  });
}
