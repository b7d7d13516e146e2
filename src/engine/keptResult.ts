import type { CachedResult } from '../core/caching/cachedResult.ts';
import { copyOutput, keptOutputs } from './answerBundle.ts';
import type { ExecutionTrace } from './clientMessages.ts';
import { Deployment } from './deployment.ts';
import type { EngineAnswer } from './engineRequest.ts';
import type { Flight } from './flight.ts';
import type { ServedModel } from './servedModel.ts';
import type { SignedRequest } from './signEngineRequest.ts';
import { sliceRows } from './splitOutputs.ts';

// A blunt clock may say that a run took no time.
const leastCostMs = 0.001;

/** The answer of an execution as a result of its own: the buffers of a batch are shared, or leave with the answer. */
export function keepResult(
  { signature, tag }: SignedRequest,
  { request, outputs, start, isAlone }: EngineAnswer,
  trace: ExecutionTrace,
  createdAt: number,
): CachedResult {
  const kept = keptOutputs(request.outputs);
  const runMs = trace.inputMs + trace.computeMs + trace.outputMs;
  return {
    signature,
    tag,
    outputs: kept.map((index) => {
      const output = outputs[request.outputs.indexOf(index)] as (typeof outputs)[number];
      return isAlone ? copyOutput(output) : sliceRows(output, start, request.rows);
    }),
    batchSize: Math.max(request.largestPart, 1),
    costMs: Math.max(leastCostMs, (runMs * request.rows) / trace.batchSize),
    createdAt,
  };
}

/**
 * Whether what ran is what was asked for, run as it may be kept: the model may have been replaced meanwhile, the endpoint may serve
 * another version or have been given another input, and a row of a model whose rows influence one another is only right when it ran alone.
 */
export function isKeepable(
  { mayFill }: Flight,
  { request, isRedacted = false }: EngineAnswer,
  trace: ExecutionTrace,
  { spec, report, version }: ServedModel,
): boolean {
  const isSame =
    (trace.source === 'local' || trace.source === 'remote') &&
    trace.variant === spec.variant &&
    trace.backend === report.backend &&
    trace.version === version.version &&
    version.version !== '' &&
    (!(request.holder instanceof Deployment) || request.holder.spec.file.sha256 === spec.file.sha256);
  return mayFill && !isRedacted && isSame && (report.batching !== 'coupled' || request.largestPart <= 1);
}
