import { tensorBytes, type Tensor, type TensorSpec } from '../core/protocol/tensor.ts';
import type { EngineMessage, ExecutionTrace } from './clientMessages.ts';
import type { EngineAnswer } from './engineRequest.ts';
import type { TextReader } from './textReader.ts';
import { sliceRows } from './splitOutputs.ts';

export interface PackedMessage {
  readonly message: EngineMessage;
  readonly transfer: ArrayBuffer[];
}

/** One answer with its tensors by name. */
export function encodeAnswer(
  { request, outputs, start, isAlone }: EngineAnswer,
  specs: readonly TensorSpec[],
  trace: ExecutionTrace,
  text?: TextReader,
): PackedMessage {
  const value =
    text === undefined || request.answer === 'infer'
      ? undefined
      : text.valueOf(
          request,
          isAlone ? outputs : outputs.map((output) => sliceRows(output, start, request.rows)),
        );
  const buffers = new Set<ArrayBuffer>();
  const tensors: Record<string, Tensor> = {};
  if (ArrayBuffer.isView(value)) buffers.add(tensorBytes(value).buffer as ArrayBuffer);
  for (const [position, output] of value === undefined ? outputs.entries() : []) {
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
      ...(value === undefined ? {} : { value }),
      queueMs: request.queueMs,
      extraInputMs: request.preparationMs,
      trace: { ...trace, batchSize: Math.max(request.largestPart, 1) },
    },
    transfer: [...buffers],
  };
}
