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
  /** Names of outputs that the protocol cannot carry; they are never asked for. */
  readonly unfetchable?: readonly string[];
  run(inputs: readonly SessionInput[], outputs: readonly number[]): Promise<SessionRun>;
}

/** Data that lies beside a model, under the name that the model knows it by. */
export interface ExternalData {
  readonly path: string;
  readonly data: Uint8Array;
}

const quiet = { logSeverityLevel: 4 } as const;

/**
 * Creates a session; rejects with `model-load` or, where an operator is unknown or no output is of a type that the protocol has a name
 * for, with `unsupported`.
 */
export async function createSession(
  ort: OrtModule,
  bytes: Uint8Array,
  { model, backend }: Pick<InstanceSpec, 'model' | 'backend'>,
  external: readonly ExternalData[] = [],
): Promise<Session> {
  const native = await createNative(ort, bytes, { model, backend, external });
  const inputs = native.inputMetadata.map((value) => readSpec(value) ?? refuseValue(value, model));
  const known = native.outputMetadata.map(readSpec);
  const outputs = known.filter((spec) => spec !== undefined);
  const [first] = native.outputMetadata;
  if (outputs.length === 0 && first !== undefined) refuseValue(first, model);
  return {
    inputs,
    outputs,
    unfetchable: native.outputNames.filter((_, index) => known[index] === undefined),
    run: (values, wanted) => run(ort, native, inputs, outputs, values, wanted),
  };
}

async function createNative(
  ort: OrtModule,
  bytes: Uint8Array,
  {
    model,
    backend,
    external,
  }: Pick<InstanceSpec, 'model' | 'backend'> & { readonly external: readonly ExternalData[] },
): Promise<InferenceSession> {
  try {
    return await ort.InferenceSession.create(bytes, {
      executionProviders: [{ name: backend }],
      ...(external.length === 0 ? {} : { externalData: external }),
      // Errors reach the caller as rejections; the runtime would print them too.
      logSeverityLevel: 4,
    });
  } catch (error) {
    const message = messageOf(error);
    const [, domain, operator] = unknownOperator.exec(message) ?? [];
    if (domain !== undefined && operator !== undefined) {
      const told = `"${model}" needs the operator ${operator} of ${domain}, which the runtime does not have.`;
      throw new NearsideError('unsupported', told, { cause: error });
    }
    const isUnsupported = unsupportedSigns.test(message);
    throw new NearsideError(
      isUnsupported ? 'unsupported' : 'model-load',
      `Could not create a session for "${model}": ${message}`,
      { cause: error },
    );
  }
}

/** What the runtime says of an operator that it does not know, as `com.microsoft:LegacyPadding(-1) is not a registered function/op`. */
const unknownOperator = /([\w.]+):(\w+)\(-?\d+\) is not a registered function/;

/** What the runtime says of operators, operator sets and file formats that it does not know. */
const unsupportedSigns =
  /not a registered function|Could not find an implementation|No Op registered|No opset import|Opset \d+ is under development|Unsupported model IR version|Unsupported (?:data )?type/i;

/** A value's specification, or undefined for what cannot be carried. */
function readSpec(value: InferenceSession.ValueMetadata): TensorSpec | undefined {
  const datatype = value.isTensor ? toDatatype(value.type) : undefined;
  if (!value.isTensor || datatype === undefined) return undefined;
  const shape = value.shape.map((size) => (typeof size === 'number' && isSize(size) ? size : -1));
  return { name: value.name, datatype, shape };
}

/** The runtime gives a free dimension without a name as −1, unsigned. */
function isSize(size: number): boolean {
  return size >= 0 && size < 2 ** 31;
}

function refuseValue(value: InferenceSession.ValueMetadata, model: string): never {
  const type = value.isTensor ? value.type : 'a sequence or map';
  throw new NearsideError(
    'unsupported',
    `"${model}": ${value.name} is ${type}, which Nearside cannot carry.`,
  );
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
