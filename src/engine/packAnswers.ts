import {
  countElements,
  tensorBytes,
  type NumericArray,
  type Tensor,
  type TensorSpec,
} from '../core/protocol/tensor.ts';
import type { JobOutput } from '../core/ports.ts';
import type { EngineMessage, ExecutionTrace } from './clientMessages.ts';
import type { EngineAnswer } from './engineRequest.ts';
import { sliceRows } from './splitOutputs.ts';

interface PackedMessage {
  readonly message: EngineMessage;
  readonly transfer: ArrayBuffer[];
}

/** The classification answers of one execution in one message, their scores in one array. */
export function packClassified(
  answers: readonly EngineAnswer[],
  labelsKey: string,
  trace: ExecutionTrace,
): PackedMessage {
  const [first] = answers as [EngineAnswer];
  const shared = first.outputs[0] as JobOutput;
  const classes = countElements(shared.shape.slice(1));
  const ids = new Int32Array(answers.length);
  const queueMs = new Float32Array(answers.length);
  const extraInputMs = new Float32Array(answers.length);
  let isWhole = shared.datatype === 'FP32' && shared.shape[0] === answers.length;
  for (const [index, { request, start, outputs }] of answers.entries()) {
    ids[index] = request.id;
    queueMs[index] = request.queueMs;
    extraInputMs[index] = request.preparationMs;
    isWhole &&= start === index && outputs[0] === shared && request.rows === 1;
  }
  const scores = isWhole ? (shared.data as Float32Array<ArrayBuffer>) : gatherScores(answers, classes);
  return {
    message: { kind: 'classified', ids, labelsKey, scores, queueMs, extraInputMs, trace },
    transfer: [ids.buffer, queueMs.buffer, extraInputMs.buffer, scores.buffer],
  };
}

function gatherScores(answers: readonly EngineAnswer[], classes: number): Float32Array<ArrayBuffer> {
  const scores = new Float32Array(answers.length * classes);
  for (const [index, { start, outputs }] of answers.entries()) {
    const data = (outputs[0] as JobOutput).data as NumericArray;
    for (let at = 0; at < classes; at += 1) scores[index * classes + at] = Number(data[start * classes + at]);
  }
  return scores;
}

/** One answer with its tensors by name. */
export function encodeAnswer(
  { request, outputs, start, isAlone }: EngineAnswer,
  specs: readonly TensorSpec[],
  trace: ExecutionTrace,
): PackedMessage {
  const buffers = new Set<ArrayBuffer>();
  const tensors: Record<string, Tensor> = {};
  for (const [position, output] of outputs.entries()) {
    const own = isAlone ? output : sliceRows(output, start, request.rows);
    const spec = specs[request.outputs[position] as number];
    tensors[spec?.name ?? String(position)] = { datatype: own.datatype, shape: own.shape, data: own.data };
    if (ArrayBuffer.isView(own.data)) buffers.add(tensorBytes(own.data).buffer as ArrayBuffer);
  }
  return {
    message: {
      kind: 'answered',
      id: request.id,
      answer: request.answer,
      outputs: tensors,
      queueMs: request.queueMs,
      extraInputMs: request.preparationMs,
      trace: { ...trace, batchSize: Math.max(request.largestPart, 1) },
    },
    transfer: [...buffers],
  };
}
