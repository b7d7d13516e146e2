import { NearsideError } from '../errors.ts';
import { isFields } from './splitMessage.ts';
import type { TensorSpec } from './tensor.ts';

const longestShown = 200;

/** A model as an endpoint describes it. Endpoints may leave everything out but that they have it. */
export interface RemoteModel {
  /** Only these may stand in a path; empty where the endpoint lists none. */
  readonly versions: readonly string[];
  /** Empty where the endpoint does not say. */
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  /** Rows that one call may bring; absent where the endpoint does not say, 0 for none at all beyond the model's own shape. */
  readonly maxBatch?: number;
}

/** An endpoint as it describes itself. */
export interface RemoteServer {
  readonly name?: string;
  readonly extensions: readonly string[];
}

/** Reads `GET /v2/models/M`; throws `remote` for what is no description. Unknown fields are ignored. */
export function readRemoteModel(json: unknown): RemoteModel {
  if (!isFields(json)) throw noDescription('a model', json);
  return {
    versions: textsIn(json['versions']),
    inputs: readSpecs(json['inputs'], 'inputs'),
    outputs: readSpecs(json['outputs'], 'outputs'),
  };
}

/** Reads `GET /v2`; throws `remote` for what is no description. */
export function readRemoteServer(json: unknown): RemoteServer {
  if (!isFields(json)) throw noDescription('a server', json);
  const { name, version } = json as { readonly name?: unknown; readonly version?: unknown };
  const extensions = textsIn(json['extensions']);
  if (typeof name !== 'string') return { extensions };
  return { name: typeof version === 'string' ? `${name} ${version}` : name, extensions };
}

/** Rows that a call may bring, from Triton's `GET /v2/models/M/config`; undefined where it does not say. */
export function readMaxBatch(json: unknown): number | undefined {
  const maxBatch = isFields(json) ? json['max_batch_size'] : undefined;
  return typeof maxBatch === 'number' && Number.isSafeInteger(maxBatch) && maxBatch >= 0
    ? maxBatch
    : undefined;
}

function readSpecs(value: unknown, what: string): readonly TensorSpec[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw noDescription(`a list of ${what}`, value);
  return value.map((entry: unknown) => {
    const { name, datatype, shape } = isFields(entry) ? entry : {};
    const isSpec =
      typeof name === 'string' &&
      typeof datatype === 'string' &&
      Array.isArray(shape) &&
      shape.every((size) => Number.isSafeInteger(Number(size)));
    if (!isSpec) throw noDescription(`${what} with name, datatype and shape`, entry);
    return { name, datatype: datatype as TensorSpec['datatype'], shape: shape.map(Number) };
  });
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

function noDescription(expected: string, came: unknown): NearsideError {
  const shown = came === undefined ? 'nothing' : JSON.stringify(came).slice(0, longestShown);
  return new NearsideError('remote', `Expected a description of ${expected}, got ${shown}.`);
}
