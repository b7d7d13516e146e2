import type { LabelScore, Prediction, Trace } from '../core/protocol/inference.ts';
import type { ExecutionTrace } from '../engine/clientMessages.ts';
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

/** The answers of one execution as they came: shared by its predictions, nothing copied. */
export interface ClassifiedBatch {
  readonly labels: readonly string[];
  /** `classes` scores a row. */
  readonly scores: Float32Array;
  readonly classes: number;
  readonly queueMs: Float32Array;
  readonly extraInputMs: Float32Array;
  readonly trace: ExecutionTrace;
}

/** A prediction whose ranking and trace are worked out on first reading: most callers read one of many. */
export function makeClassification(
  batch: ClassifiedBatch,
  row: number,
  id: number,
  totalMs: number,
): Prediction {
  let ranked: readonly LabelScore[] | undefined;
  let trace: Trace | undefined;
  return {
    get labels() {
      return (ranked ??= rankLabels(batch, row));
    },
    get trace() {
      return (trace ??= buildTrace(id, {
        execution: batch.trace,
        queueMs: batch.queueMs[row] as number,
        extraInputMs: batch.extraInputMs[row] as number,
        totalMs,
      }));
    },
  };
}

function rankLabels({ labels, scores, classes }: ClassifiedBatch, row: number): readonly LabelScore[] {
  const offset = row * classes;
  const own = scores.subarray(offset, offset + classes);
  const ranked: LabelScore[] = [];
  for (const index of rankScores(own)) {
    ranked.push({ label: labels[index] ?? String(index), score: own[index] as number });
  }
  return ranked;
}
