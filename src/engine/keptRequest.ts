import { tensorBytes, type NumericArray, type Tensor } from '../core/protocol/tensor.ts';
import { createRequest, type EngineRequest, type RequestOwner } from './engineRequest.ts';
import type { PreparedInput } from './preparedInput.ts';
import type { ServedModel } from './servedModel.ts';

/** What it takes to ask a request again. */
export interface KeptRequest extends Pick<
  EngineRequest,
  'answer' | 'model' | 'input' | 'rows' | 'outputs' | 'parameters'
> {
  readonly partition: string | undefined;
  /** What has to be the same of a model for the request to mean the same to it. */
  readonly form: string;
  readonly sizeBytes: number;
}

const forms = new WeakMap<ServedModel, string>();
// The request itself, its key and its counter, roughly.
const overheadBytes = 512;

/** How a model takes requests: prepared for one form, a request fits any model of that form. */
export function formOf(served: ServedModel): string {
  let form = forms.get(served);
  if (form !== undefined) return form;
  const { config, report } = served;
  const outputs = report.outputs.map(({ name }) => name);
  form = JSON.stringify([config.preprocessing ?? null, report.inputs, outputs, report.batching === 'fixed']);
  forms.set(served, form);
  return form;
}

/** Copies what a request asks, so that nothing of a larger message is kept with it. */
export function keepRequest(served: ServedModel, request: EngineRequest): KeptRequest {
  const { answer, model, rows, outputs, parameters, options } = request;
  const input = copyInput(request.input);
  return {
    answer,
    model,
    input,
    rows,
    outputs,
    parameters,
    partition: options.partition,
    form: formOf(served),
    sizeBytes: overheadBytes + sizeOfInput(input),
  };
}

/** A request of `owner`'s own, of the lowest priority, that no caller waits for. */
export function askAgain(kept: KeptRequest, owner: RequestOwner, now: number): EngineRequest {
  const { answer, model, partition, input, rows, outputs, parameters } = kept;
  const options = { priority: 3, ...(partition === undefined ? {} : { partition }) } as const;
  const times = { requestStartAt: now, deadlineAt: Number.POSITIVE_INFINITY };
  const request = createRequest({ id: 0, owner, answer, model, options, ...times });
  return Object.assign(request, { input, rows, outputs, parameters, isAwaited: false, isSpeculative: true });
}

function copyInput(input: PreparedInput): PreparedInput {
  if (input.kind === 'tensors') return { kind: 'tensors', tensors: input.tensors.map(copyTensor) };
  const { start, length } = input;
  return { ...input, store: input.store.slice(start, start + length), start: 0 };
}

function copyTensor(tensor: Tensor): Tensor {
  const data = tensor.data as NumericArray | readonly string[];
  return { ...tensor, data: data.slice() };
}

function sizeOfInput(input: PreparedInput): number {
  if (input.kind === 'features') return input.store.byteLength + 2 * (input.text?.length ?? 0);
  return input.tensors.reduce((sum, { data }) => sum + sizeOfData(data), 0);
}

function sizeOfData(data: Tensor['data']): number {
  if (ArrayBuffer.isView(data)) return tensorBytes(data).byteLength;
  return data.reduce((sum, text) => sum + 2 * text.length + overheadBytes / 16, 0);
}
