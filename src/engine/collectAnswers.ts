import type { JobOutput, JobResult } from '../core/ports.ts';
import type { EngineAnswer, QueueItem, RequestOwner } from './engineRequest.ts';
import { joinRows, sliceRows } from './splitOutputs.ts';

interface RunBatch {
  readonly rows: number;
  /** Rows that the outputs hold, padding among them. */
  readonly executedRows: number;
  /** Which output of the model each output of the result is. */
  readonly outputIndices: readonly number[];
}

/**
 * Gives each item of a finished batch its rows, in order, and settles the requests whose parts are all there.
 * Answers come grouped by whom they go to; those of one batch share the outputs instead of copying them.
 */
export function collectAnswers(
  items: readonly QueueItem[],
  batch: RunBatch,
  result: JobResult,
): ReadonlyMap<RequestOwner, readonly EngineAnswer[]> {
  const byOwner = new Map<RequestOwner, EngineAnswer[]>();
  const isAlone = items.length === 1 && batch.executedRows === batch.rows;
  let start = 0;
  for (const item of items) {
    const from = start;
    start += item.rows;
    const { request } = item;
    if (request.isSettled) continue;
    const answer = settlePart(item, from, isAlone, batch, result);
    if (answer === undefined) continue;
    request.isSettled = true;
    const answers = byOwner.get(request.owner);
    if (answers === undefined) byOwner.set(request.owner, [answer]);
    else answers.push(answer);
  }
  return byOwner;
}

/** Notes one part of a request; gives the answer once no part is open. */
function settlePart(
  item: QueueItem,
  from: number,
  isAlone: boolean,
  batch: RunBatch,
  result: JobResult,
): EngineAnswer | undefined {
  const { request } = item;
  request.queueMs = Math.max(request.queueMs, result.computeStartAt - item.enqueuedAt, 0);
  request.largestPart = Math.max(request.largestPart, batch.rows);
  request.openParts -= 1;
  const outputs =
    request.outputs.length === result.outputs.length &&
    request.outputs.every((at, index) => at === batch.outputIndices[index])
      ? result.outputs
      : request.outputs.map((at) => result.outputs[batch.outputIndices.indexOf(at)] as JobOutput);
  if (request.items.length === 1) return { request, outputs, start: from, isAlone };
  request.parts[item.part] = isAlone ? outputs : outputs.map((output) => sliceRows(output, from, item.rows));
  if (request.openParts > 0) return undefined;
  const joined = outputs.map((_, position) =>
    joinRows(request.parts.map((part) => part[position] as JobOutput)),
  );
  return { request, outputs: joined, start: 0, isAlone: true };
}
