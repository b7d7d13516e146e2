import type { LabelScore, Prediction, Trace } from '../core/protocol/inference.ts';
import type { ExecutionTrace } from '../engine/clientMessages.ts';

/** All classes by falling score; ties keep the order of the classes. */
export function rankLabels(labels: readonly string[], scores: Float32Array): readonly LabelScore[] {
  const order = Array.from(scores.keys()).sort(
    (left, right) => (scores[right] as number) - (scores[left] as number),
  );
  return order.map((index) => ({ label: labels[index] ?? String(index), score: scores[index] as number }));
}

/** What a trace is made from; kept by the thousand, so no object is built before it is asked for. */
export interface TraceParts {
  readonly id: string;
  readonly execution: ExecutionTrace;
  readonly queueMs: number;
  readonly extraInputMs: number;
  readonly totalMs: number;
}

export function buildTrace({ id, execution, queueMs, extraInputMs, totalMs }: TraceParts): Trace {
  const inputMs = execution.inputMs + extraInputMs;
  const { computeMs, outputMs, source, reason, variant, backend, batchSize } = execution;
  return {
    id,
    source,
    reason,
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

/** A prediction whose ranking and trace are worked out on first reading: most callers read one of many. */
export function makeClassification(
  labels: readonly string[],
  scores: Float32Array,
  parts: TraceParts,
): Prediction {
  let ranked: readonly LabelScore[] | undefined;
  let trace: Trace | undefined;
  return {
    get labels() {
      return (ranked ??= rankLabels(labels, scores));
    },
    get trace() {
      return (trace ??= buildTrace(parts));
    },
  };
}
