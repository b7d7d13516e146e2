import type { CachedResult } from '../core/caching/cachedResult.ts';
import type { JobOutput } from '../core/ports.ts';
import type { TraceSource } from '../core/protocol/inference.ts';
import type { AnswerLead, ExecutionTrace } from './clientMessages.ts';
import type { EngineAnswer, EngineRequest, RequestOwner } from './engineRequest.ts';
import type { ServedModel } from './servedModel.ts';

interface Group {
  readonly owner: RequestOwner;
  readonly served: ServedModel;
  readonly source: TraceSource;
  readonly batchSize: number;
  readonly answers: EngineAnswer[];
}

/** Cached and joined answers on their way out, those that may share a message together. */
export class AnswerBundle {
  readonly #groups: Group[] = [];

  add(request: EngineRequest, served: ServedModel, result: CachedResult, source: TraceSource): void {
    const { owner } = request;
    const { batchSize } = result;
    const answer = answerFrom(request, served, result);
    for (const group of this.#groups)
      if (
        group.owner === owner &&
        group.source === source &&
        group.batchSize === batchSize &&
        group.served === served
      ) {
        group.answers.push(answer);
        return;
      }
    this.#groups.push({ owner, served, source, batchSize, answers: [answer] });
  }

  /** Hands everything over; `record` is told of each request and what had made its answer. */
  send(record: (request: EngineRequest, source: TraceSource, served: ServedModel) => void): void {
    for (const { owner, served, source, batchSize, answers } of this.#groups.splice(0)) {
      const open = answers.every(isOpen) ? answers : answers.filter(isOpen);
      for (const { request } of open) {
        request.isSettled = true;
        request.queueMs = 0;
        request.preparationMs = 0;
        request.largestPart = batchSize;
        record(request, source, served);
      }
      if (open.length > 0) owner.answer(open, cachedTrace(served.lead, source, batchSize), served);
    }
  }
}

function isOpen({ request }: EngineAnswer): boolean {
  return !request.isSettled;
}

/** Tensors leave with their buffers, so each answer gets some of its own; classifications are packed, which copies. */
function answerFrom(request: EngineRequest, served: ServedModel, result: CachedResult): EngineAnswer {
  const kept = keptOutputs(request.outputs);
  const outputs = request.outputs.map((index) => result.outputs[kept.indexOf(index)] as JobOutput);
  const isPacked = served.isClassifier && request.answer === 'predict';
  return { request, outputs: isPacked ? outputs : outputs.map(copyOutput), start: 0, isAlone: true };
}

/** The outputs of a result that answers a request for these: each once, by rising index. */
export function keptOutputs(wanted: readonly number[]): readonly number[] {
  return wanted.length === 1 ? wanted : [...new Set(wanted)].toSorted((left, right) => left - right);
}

export function copyOutput(output: JobOutput): JobOutput {
  return ArrayBuffer.isView(output.data) ? { ...output, data: output.data.slice() } : output;
}

function cachedTrace({ trace }: AnswerLead, source: TraceSource, batchSize: number): ExecutionTrace {
  const { model, version, variant, backend } = trace;
  return { model, version, variant, backend, source, batchSize, inputMs: 0, computeMs: 0, outputMs: 0 };
}
