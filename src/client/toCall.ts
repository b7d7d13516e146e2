import { NearsideError } from '../core/errors.ts';
import type { InferRequest, RequestOptions, WireOptions } from '../core/protocol/inference.ts';
import type { Tensor } from '../core/protocol/tensor.ts';
import { showValue } from '../core/showValue.ts';
import type { PredictValue } from './nearside.ts';
import type { Call } from './call.ts';
import { copyView } from './copyView.ts';
import { ownShared } from './ownShared.ts';
import { pageRows } from './pageRows.ts';

/** A call with the buffers that travel with it instead of being copied. */
export interface PackedCall {
  readonly call: Call;
  readonly transfer: readonly Transferable[];
  /** Sent in a message of its own at once: it may not be sendable at all, or the caller may change it right after. */
  readonly isAlone: boolean;
}

const plainOptions: WireOptions = {};
// Bursts come with equal options: one object serves them all.
let latest: WireOptions = plainOptions;
const routes = ['auto', 'local', 'remote'];
const cachePolicies = ['use', 'bypass', 'refresh'];
const maxImagePixels = 64e6;

/** A prediction as it is sent. Numbers are copied now, so that the caller may write on at once. */
export function toPredictCall(
  model: string,
  value: PredictValue,
  requestOptions?: RequestOptions | null,
): PackedCall {
  expectName(model);
  const options = toWireOptions(requestOptions);
  if (typeof value === 'string') {
    return { call: { kind: 'text', model, text: value, options }, transfer: [], isAlone: false };
  }
  if (value instanceof Float32Array && value.length > 0) {
    const call: Call = { kind: 'row', model, values: pageRows.copy(value), options };
    return { call, transfer: [], isAlone: false };
  }
  if (isPicture(value)) expectPictureSize(value);
  const isGivenAway = requestOptions?.transfer === true && typeof ImageBitmap !== 'undefined';
  const transfer = isGivenAway && value instanceof ImageBitmap ? [value] : [];
  return { call: { kind: 'value', model, value: ownShared(value), options }, transfer, isAlone: true };
}

/** An inference as it is sent: its tensors are copied unless the caller gives them away. */
export function toInferCall(request: InferRequest, requestOptions?: RequestOptions | null): PackedCall {
  if (!isRecord(request) || !isRecord(request.inputs)) {
    throw new NearsideError(
      'bad-input',
      'Expected a request {model, inputs: {name: tensor}}, got something else.',
    );
  }
  expectName(request.model);
  const options = toWireOptions(requestOptions);
  const { inputs: given, ...rest } = request;
  const isGivenAway = requestOptions?.transfer === true;
  const transfer = new Set<Transferable>();
  const inputs: Record<string, Tensor> = {};
  let isPlain = request.parameters === undefined && request.outputs === undefined && !isGivenAway;
  for (const [name, tensor] of Object.entries(given)) {
    const data = (tensor as Tensor | undefined)?.data;
    if (!ArrayBuffer.isView(data)) {
      inputs[name] = tensor;
      isPlain = false;
    } else {
      const own = isGivenAway && data.buffer instanceof ArrayBuffer ? data : copyView(data);
      inputs[name] = { datatype: tensor.datatype, shape: tensor.shape, data: own };
      transfer.add(own.buffer as ArrayBuffer);
    }
  }
  const call: Call = { kind: 'infer', request: { ...rest, inputs }, options };
  return { call, transfer: [...transfer], isAlone: !isPlain };
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function toWireOptions(options: RequestOptions | null | undefined): WireOptions {
  if (options === undefined || options === null) return plainOptions;
  const signal: unknown = options.signal;
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw wrong('signal', 'an AbortSignal', signal);
  const { deadlineMs, priority, route, cache, partition } = options;
  const isDeadline = typeof deadlineMs === 'number' && deadlineMs > 0;
  if (deadlineMs !== undefined && !isDeadline) throw wrong('deadlineMs', 'a positive number', deadlineMs);
  if (priority !== undefined && ![1, 2, 3].includes(priority)) throw wrong('priority', '1, 2 or 3', priority);
  if (route !== undefined && !routes.includes(route)) throw wrong('route', routes.join(', '), route);
  if (cache !== undefined && !cachePolicies.includes(cache))
    throw wrong('cache', cachePolicies.join(', '), cache);
  if (partition !== undefined && typeof partition !== 'string') throw wrong('partition', 'a text', partition);
  const isAsBefore =
    deadlineMs === latest.deadlineMs &&
    priority === latest.priority &&
    route === latest.route &&
    cache === latest.cache &&
    partition === latest.partition;
  if (isAsBefore) return latest;
  latest = {
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    ...(priority === undefined ? {} : { priority }),
    ...(route === undefined ? {} : { route }),
    ...(cache === undefined ? {} : { cache }),
    ...(partition === undefined ? {} : { partition }),
  };
  return latest;
}

function wrong(name: string, expected: string, came: unknown): NearsideError {
  return new NearsideError('bad-input', `${name}: expected ${expected}, got ${showValue(came)}.`);
}

function expectName(model: unknown): void {
  if (typeof model !== 'string' || model === '') throw wrong('model', 'the name of a model', model);
}

interface Picture {
  readonly width: number;
  readonly height: number;
}

function isPicture(value: unknown): value is Picture {
  return (
    (typeof ImageData !== 'undefined' && value instanceof ImageData) ||
    (typeof ImageBitmap !== 'undefined' && value instanceof ImageBitmap)
  );
}

/** Checked here too, so that a picture far too large is not copied first. */
function expectPictureSize({ width, height }: Picture): void {
  if (width * height > 0 && width * height <= maxImagePixels) return;
  throw new NearsideError(
    'bad-input',
    `Expected an image of 1 pixel to 64 megapixels, got ${width}×${height}.`,
  );
}
