import type { Clock } from '../core/clock.ts';
import type { JobResult } from '../core/ports.ts';
import type { DispatchReason } from '../core/scheduling/planBatch.ts';
import type { ModelRecorder } from '../core/telemetry/modelRecorder.ts';
import type { ExecutionTrace } from './clientMessages.ts';
import { collectAnswers } from './collectAnswers.ts';
import type { QueueItem } from './engineRequest.ts';
import type { ServedModel } from './requestTarget.ts';
import { stagesOf } from './stagesOf.ts';

interface FinishedBatch {
  readonly rows: number;
  readonly executedRows: number;
  /** Which output of the model each output of the result is. */
  readonly outputIndices: readonly number[];
  readonly reason: DispatchReason;
}

/** Counts a batch that ended well and brings every request of it its answer. */
export function settleBatch(
  items: readonly QueueItem[],
  batch: FinishedBatch,
  result: JobResult,
  {
    clock,
    recorder,
    source,
  }: { readonly clock: Clock; readonly recorder: ModelRecorder; readonly source: ServedModel },
): void {
  const { rows, executedRows, reason } = batch;
  const now = clock.now();
  const stages = stagesOf(result);
  recorder.recordExecution({ rows, paddingRows: executedRows - rows, ...stages, reason }, now);
  const trace: ExecutionTrace = { ...source.lead.trace, batchSize: rows, ...stages };
  for (const [owner, answers] of collectAnswers(items, batch, result)) {
    for (const { request } of answers) {
      if (!request.isAwaited) continue;
      const latencyMs = Math.max(0, now - request.requestStartAt);
      recorder.recordAnswer('local', latencyMs, request.queueMs, now);
    }
    owner.answer(answers, trace, source);
  }
}
