import { NearsideError } from '../core/errors.ts';
import type { ServedModel } from './servedModel.ts';
import type { InferRequest } from '../core/protocol/inference.ts';
import type { Tensor } from '../core/protocol/tensor.ts';
import { showValue } from '../core/showValue.ts';
import { validateTensor } from '../core/protocol/validateTensor.ts';
import { missingInput, unknownInput } from './prepareValue.ts';

const parameterTypes = ['string', 'number', 'boolean'];

type Specs = Pick<ServedModel['report'], 'inputs' | 'outputs' | 'batching' | 'unfetchable'>;

export interface PreparedInfer {
  readonly tensors: readonly Tensor[];
  readonly rows: number;
  readonly outputs: readonly number[];
}

/** Checks an inference request against what the session takes; throws `bad-input` naming expected and came. */
export function prepareInfer(request: InferRequest, report: Specs): PreparedInfer {
  const { inputs: specs } = report;
  expectParameters(request.parameters);
  for (const name of Object.keys(request.inputs)) {
    if (specs.every((spec) => spec.name !== name)) throw unknownInput(name, specs);
  }
  const tensors = specs.map((spec) => {
    const tensor = Object.hasOwn(request.inputs, spec.name) ? request.inputs[spec.name] : undefined;
    if (tensor === undefined) throw missingInput(spec);
    validateTensor(spec.name, tensor, spec);
    return tensor;
  });
  return { tensors, rows: countRows(tensors, report), outputs: wantedOutputs(request, report) };
}

/** Results are kept by them, so each has to be told from every other. */
function expectParameters(parameters: unknown): void {
  if (parameters === undefined || parameters === null) return;
  const isRecord = typeof parameters === 'object' && !Array.isArray(parameters);
  const other = isRecord
    ? Object.entries(parameters).find(([, value]) => !parameterTypes.includes(typeof value))
    : ['', parameters];
  if (other === undefined) return;
  const [name, value] = other as [string, unknown];
  throw new NearsideError(
    'bad-input',
    `parameters${name === '' ? '' : `.${name}`}: expected texts, numbers, true or false by name, got ${showValue(value)}.`,
  );
}

/** The common first dimension of all inputs of a model whose rows can be batched; 1 for others. */
export function countRows(tensors: readonly Tensor[], { batching, inputs }: Specs): number {
  if (batching === 'fixed') return 1;
  const rows = tensors[0]?.shape[0] ?? 1;
  const other = tensors.findIndex((tensor) => tensor.shape[0] !== rows);
  if (other !== -1) {
    throw new NearsideError(
      'bad-input',
      `Expected the same number of rows in every input, got ${rows} in "${inputs[0]?.name}" and ${tensors[other]?.shape[0]} in "${inputs[other]?.name}".`,
    );
  }
  if (rows === 0) throw new NearsideError('bad-input', 'Expected at least one row, got 0.');
  return rows;
}

/** A prediction has one ranking, so it takes one row. */
export function manyRows(rows: number): NearsideError {
  return new NearsideError('bad-input', `Expected one row to predict, got ${rows}: use infer for several.`);
}

function wantedOutputs(request: InferRequest, { outputs: specs, unfetchable }: Specs): readonly number[] {
  const asked: unknown = request.outputs;
  if (asked !== undefined && !Array.isArray(asked)) {
    throw new NearsideError('bad-input', `Expected outputs as a list of names, got ${showValue(asked)}.`);
  }
  if (request.outputs === undefined || request.outputs.length === 0) return specs.map((_, index) => index);
  return request.outputs.map((name) => {
    const index = specs.findIndex((spec) => spec.name === name);
    if (unfetchable?.includes(name) === true) {
      throw new NearsideError(
        'unsupported',
        `Output "${name}" is no tensor that can be carried; ${specs.map((spec) => `"${spec.name}"`).join(', ')} can.`,
      );
    }
    if (index === -1) {
      const names = specs.map((spec) => `"${spec.name}"`).join(', ');
      throw new NearsideError('bad-input', `Expected outputs among ${names}, got ${showValue(name)}.`);
    }
    return index;
  });
}
