import type { InferenceSession } from 'onnxruntime-web';
import { messageOf, NearsideError } from '../../core/errors.ts';
import type { ExecutionMarks, InstanceSpec, JobOutput, OutputData } from '../../core/ports.ts';
import type { Datatype, TensorSpec } from '../../core/protocol/tensor.ts';
import type { OrtModule } from '../ort/loadOrt.ts';
import { toDatatype, toOrtType } from '../ort/tensorTypes.ts';
import { absoluteNow } from '../workers/absoluteNow.ts';

export interface SessionInput {
  readonly datatype: Datatype;
  readonly shape: readonly number[];
  readonly data: ArrayBufferView | readonly string[];
}

export interface SessionRun {
  readonly outputs: readonly JobOutput[];
  readonly marks: ExecutionMarks;
}

/** A created session with the protocol's types on both sides. One run at a time. */
export interface Session {
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  run(inputs: readonly SessionInput[], outputs: readonly number[]): Promise<SessionRun>;
}

const quiet = { logSeverityLevel: 4 } as const;

/** Creates a session; rejects with `model-load` or, for types the protocol has no name for, `unsupported`. */
export async function createSession(
  ort: OrtModule,
  bytes: Uint8Array,
  { model, backend }: Pick<InstanceSpec, 'model' | 'backend'>,
): Promise<Session> {
  const native = await createNative(ort, bytes, model, backend);
  const inputs = readSpecs(native.inputMetadata, model);
  const outputs = readSpecs(native.outputMetadata, model);
  return { inputs, outputs, run: (values, wanted) => run(ort, native, inputs, outputs, values, wanted) };
}

async function createNative(
  ort: OrtModule,
  bytes: Uint8Array,
  model: string,
  backend: 'wasm' | 'webgpu',
): Promise<InferenceSession> {
  try {
    return await ort.InferenceSession.create(bytes, {
      executionProviders: [{ name: backend }],
      // Errors reach the caller as rejections; the runtime would print them too.
      logSeverityLevel: 4,
    });
  } catch (error) {
    const message = messageOf(error);
    const isUnsupported = /not a registered function|Could not find an implementation|No Op registered/i.test(
      message,
    );
    throw new NearsideError(
      isUnsupported ? 'unsupported' : 'model-load',
      `Could not create a session for "${model}": ${message}`,
      { cause: error },
    );
  }
}

function readSpecs(
  metadata: readonly InferenceSession.ValueMetadata[],
  model: string,
): readonly TensorSpec[] {
  return metadata.map((value) => {
    const datatype = value.isTensor ? toDatatype(value.type) : undefined;
    if (!value.isTensor || datatype === undefined) {
      const type = value.isTensor ? value.type : 'a sequence or map';
      throw new NearsideError(
        'unsupported',
        `"${model}": ${value.name} is ${type}, which Nearside cannot carry.`,
      );
    }
    const shape = value.shape.map((size) => (typeof size === 'number' && size >= 0 ? size : -1));
    return { name: value.name, datatype, shape };
  });
}

async function run(
  ort: OrtModule,
  native: InferenceSession,
  inputSpecs: readonly TensorSpec[],
  outputSpecs: readonly TensorSpec[],
  inputs: readonly SessionInput[],
  wanted: readonly number[],
): Promise<SessionRun> {
  const computeStartAt = absoluteNow();
  const feeds: Record<string, InstanceType<OrtModule['Tensor']>> = {};
  for (const [index, input] of inputs.entries()) {
    const name = (inputSpecs[index] as TensorSpec).name;
    feeds[name] = new ort.Tensor(toOrtType(input.datatype), input.data as never, input.shape);
  }
  const fetches = wanted.map((index) => (outputSpecs[index] as TensorSpec).name);
  const computeInputEndAt = absoluteNow();
  const results = await native.run(feeds, fetches, quiet);
  const computeOutputStartAt = absoluteNow();
  const outputs = fetches.map((name, position) => {
    const tensor = results[name] as (typeof results)[string];
    const { datatype } = outputSpecs[wanted[position] as number] as TensorSpec;
    return { datatype, shape: tensor.dims, data: plainData(tensor.data) };
  });
  const computeEndAt = absoluteNow();
  return { outputs, marks: { computeStartAt, computeInputEndAt, computeOutputStartAt, computeEndAt } };
}

/** FP16 always leaves as bit patterns, whether the runtime has a Float16Array or not. */
function plainData(data: unknown): OutputData {
  const view = data as ArrayBufferView<ArrayBuffer> & { readonly constructor: { readonly name: string } };
  if (Array.isArray(data)) return data as readonly string[];
  if (view.constructor.name === 'Float16Array')
    return new Uint16Array(view.buffer, view.byteOffset, view.byteLength / 2);
  return view as unknown as OutputData;
}
