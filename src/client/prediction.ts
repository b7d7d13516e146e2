import type { LabelScore, Prediction, Trace } from '../core/protocol/inference.ts';
import type { Tensor } from '../core/protocol/tensor.ts';
import type { AnswerLead, ExecutionTrace } from '../engine/clientMessages.ts';
import type { UnpackedAnswers } from '../engine/packedAnswers.ts';
import { activateScores } from '../core/tasks/activateScores.ts';
import { rankScores } from '../core/tasks/rankScores.ts';

/** What the traces of one execution's answers are made from, apart from what is each answer's own. */
export interface TraceParts {
  readonly execution: ExecutionTrace;
  readonly queueMs: number;
  readonly extraInputMs: number;
  readonly totalMs: number;
}

export function buildTrace(id: number, { execution, queueMs, extraInputMs, totalMs }: TraceParts): Trace {
  const inputMs = execution.inputMs + extraInputMs;
  const { computeMs, outputMs, source, reason, variant, backend, batchSize } = execution;
  return {
    id: String(id),
    source,
    // Cached and joined answers took no route.
    ...(reason === undefined || (source !== 'local' && source !== 'remote') ? {} : { reason }),
    variant,
    backend,
    batchSize,
    queueMs,
    inputMs,
    computeMs,
    outputMs,
    totalMs: Math.max(totalMs, queueMs + inputMs + computeMs + outputMs),
  };
}

/** What a prediction holds of its own, read by what all predictions share. */
const parts = Symbol('parts');

interface Parts {
  readonly labels: () => readonly LabelScore[];
  readonly trace: () => Trace;
}

/**
 * One getter for all: objects that each bring getters of their own cost V8 a hidden class apiece, which survives them. The parts are found by
 * `this` and no private field, so that proxies of view libraries read through.
 */
function shareGetter<Name extends keyof Parts>(name: Name): PropertyDescriptor {
  return {
    enumerable: true,
    configurable: true,
    get(this: { readonly [parts]: Parts }) {
      return this[parts][name]();
    },
  };
}

const labelsProperty = shareGetter('labels');
const traceProperty = shareGetter('trace');

/** A prediction whose ranking and trace are worked out on first reading: most callers read one of many. */
export function makeClassification(
  lead: AnswerLead,
  answers: UnpackedAnswers,
  row: number,
  id: number,
  totalMs: number,
  reason = lead.trace.reason,
): Prediction {
  let ranked: readonly LabelScore[] | undefined;
  let trace: Trace | undefined;
  const readTrace = (): Trace => {
    const { batchSize, inputMs, computeMs, outputMs } = answers;
    return (trace ??= buildTrace(id, {
      execution: {
        ...lead.trace,
        ...(reason === undefined ? {} : { reason }),
        batchSize,
        inputMs,
        computeMs,
        outputMs,
      },
      queueMs: answers.queueMs[row] as number,
      extraInputMs: answers.extraInputMs[row] as number,
      totalMs,
    }));
  };
  const prediction = {
    [parts]: { labels: () => (ranked ??= rankLabels(lead, answers, row)), trace: readTrace },
  };
  Object.defineProperty(prediction, 'labels', labelsProperty);
  Object.defineProperty(prediction, 'trace', traceProperty);
  return prediction as unknown as Prediction;
}

function rankLabels(
  { labels, activation = 'none' }: AnswerLead,
  { scores, classes }: UnpackedAnswers,
  row: number,
): readonly LabelScore[] {
  const offset = row * classes;
  const raw = scores.subarray(offset, offset + classes);
  const own = activation === 'none' ? raw : activateScores(raw.slice(), activation);
  const ranked: LabelScore[] = [];
  for (const index of rankScores(own)) {
    ranked.push({ label: labels[index] ?? String(index), score: own[index] as number });
  }
  return ranked;
}

/** The one output's data, or all outputs by name. */
export function predictedValue(outputs: Readonly<Record<string, Tensor>>): unknown {
  const tensors = Object.values(outputs);
  return tensors.length === 1 ? tensors[0]?.data : outputs;
}
