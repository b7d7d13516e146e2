import { NearsideError } from '../core/errors.ts';
import type { InferRequest, RequestOptions, WireOptions } from '../core/protocol/inference.ts';
import type { Tensor } from '../core/protocol/tensor.ts';
import { showValue } from '../core/showValue.ts';
import type { PredictValue } from './nearside.ts';
import type { Call } from './call.ts';

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
    const values = copyView(value) as Float32Array;
    return { call: { kind: 'row', model, values, options }, transfer: [], isAlone: false };
  }
  if (isPicture(value)) expectPictureSize(value);
  const isGivenAway = requestOptions?.transfer === true && typeof ImageBitmap !== 'undefined';
  const transfer = isGivenAway && value instanceof ImageBitmap ? [value] : [];
  const own = isRecord(value) ? ownShared(value) : value;
  return { call: { kind: 'value', model, value: own, options }, transfer, isAlone: true };
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

/**
 * The same value with arrays of its own in the place of those on shared memory: that cannot be sent to another tab, and what the caller
 * writes there meanwhile would be read.
 */
function ownShared(value: PredictValue): unknown {
  if (typeof SharedArrayBuffer === 'undefined') return value;
  const isShared = (part: unknown): part is ArrayBufferView =>
    ArrayBuffer.isView(part) && part.buffer instanceof SharedArrayBuffer;
  if (isShared(value)) return copyView(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const parts = Object.entries(value).map(([name, part]: [string, unknown]) => {
    if (isShared(part)) return [name, copyView(part)];
    const data = (part as Partial<Tensor> | null | undefined)?.data;
    return [name, isShared(data) ? { ...(part as Tensor), data: copyView(data) } : part];
  });
  return Object.fromEntries(parts);
}

function copyView(view: ArrayBufferView): ArrayBufferView<ArrayBuffer> {
  if (view.buffer instanceof ArrayBuffer && view.buffer.detached) {
    throw new NearsideError(
      'bad-input',
      'Expected an array with its buffer, got one whose buffer was given away.',
    );
  }
  const bytes = new Uint8Array(view.byteLength);
  bytes.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  const Constructor = view.constructor as new (buffer: ArrayBuffer) => ArrayBufferView<ArrayBuffer>;
  return new Constructor(bytes.buffer);
}
