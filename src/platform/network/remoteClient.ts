import { messageOf, type NearsideError } from '../../core/errors.ts';
import { decodeResponse } from '../../core/protocol/decodeResponse.ts';
import {
  readMaxBatch,
  readRemoteModel,
  readRemoteServer,
  type RemoteModel,
  type RemoteServer,
} from '../../core/protocol/describeRemote.ts';
import { encodeRequest } from '../../core/protocol/encodeRequest.ts';
import { errorOfStatus } from '../../core/protocol/errorStatus.ts';
import type { InferRequest } from '../../core/protocol/inference.ts';
import {
  headerLengthName,
  type EncodedMessage,
  type ProtocolRequest,
  type ProtocolResponse,
} from '../../core/protocol/protocolMessage.ts';
import { parseHeaderLength } from '../../core/protocol/splitMessage.ts';
import { RemoteFailure } from '../../core/routing/remoteFailure.ts';
import type { AttemptOptions, RemoteAnswer, RemoteEndpoint } from '../../core/routing/remotePort.ts';
import { BodyPacker } from './bodyPacker.ts';
import { exchange, type Exchange } from './exchange.ts';
import { parseRetryAfter } from './parseRetryAfter.ts';

export interface RemoteClientOptions {
  /** Base URL, without `/v2` and without a slash at its end. */
  readonly url: string;
  /** Sent as a bearer token. */
  readonly token?: string;
  /** Binary bodies from this size on are packed, where the endpoint takes that and it pays. @default 65536 */
  readonly packFromBytes?: number;
  /** Bytes that an answer may have. @default 268435456 */
  readonly maxAnswerBytes?: number;
  readonly fetch?: typeof globalThis.fetch;
}

/** How the tensors of a request travel. */
type Form = 'packed' | 'binary' | 'json';

const defaultPackFromBytes = 64 * 1024;
const defaultMaxAnswerBytes = 256 * 2 ** 20;
const maxDescriptionBytes = 2 ** 20;
const leastTimeoutMs = 1;
/** What servers say to a form of body that they do not know; some say the same to a wrong input. */
const doubtfulStatuses: readonly number[] = [400, 415, 422, 500, 501];
/** Says nothing else. */
const unsupportedMedia = 415;

/** Speaks the Open Inference Protocol to one remote endpoint, and remembers in which form it takes tensors. */
export class RemoteClient implements RemoteEndpoint {
  readonly #options: RemoteClientOptions;
  readonly #fetch: typeof globalThis.fetch;
  readonly #packer: BodyPacker;
  /** Undefined until the endpoint has answered one of them well, or says so itself. */
  #takesBinary: boolean | undefined;
  #takesPacked: boolean | undefined;

  constructor(options: RemoteClientOptions) {
    this.#options = options;
    this.#fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
    this.#packer = new BodyPacker(options.packFromBytes ?? defaultPackFromBytes);
  }

  get form(): RemoteEndpoint['form'] {
    if (this.#takesBinary === undefined) return 'unknown';
    return this.#takesBinary ? 'binary' : 'json';
  }

  /**
   * The endpoint's answer. A form of body that the endpoint has not yet taken, or no longer takes, is followed by a plainer one.
   * Rejects with a {@link RemoteFailure} (`bad-input`, `not-found` or `unsupported` where the endpoint says so, else `remote`; a
   * timeout has a cause named `TimeoutError`), with `bad-input` for tensors that cannot be sent, and with the signal's reason.
   */
  async infer(
    { model, version, inputs, outputs, parameters }: InferRequest,
    options: AttemptOptions,
  ): Promise<RemoteAnswer> {
    const message: ProtocolRequest = {
      inputs,
      ...(outputs === undefined ? {} : { outputs: outputs.map((name) => ({ name })) }),
      ...(parameters === undefined ? {} : { parameters }),
    };
    const path = `${pathOf(model, version)}/infer`;
    const binary = once(() => encodeRequest({ ...message, isBinaryOutput: true }));
    const json = once(() => encodeAsJson(message));
    const endAt = performance.now() + options.timeoutMs;
    let failure: unknown;
    let sentBytes = 0;
    const tried: Form[] = [];
    for (const form of this.#formsFor(binary, json)) {
      const encoded = (form === 'json' ? json() : undefined) ?? binary();
      const content = form === 'packed' ? await this.#packer.pack(encoded.body) : encoded.body;
      sentBytes += content.byteLength;
      const timeoutMs = Math.max(leastTimeoutMs, Math.ceil(endAt - performance.now()));
      const outcome = await this.#post(path, { ...encoded, form, content }, { ...options, timeoutMs });
      if (outcome.kind === 'answered' && outcome.status === 200) {
        this.#learn(form, tried);
        return { response: readAnswer(outcome), sentBytes, receivedBytes: outcome.body.byteLength };
      }
      failure = errorOf(outcome);
      if (!this.#isDoubtful(form, outcome)) break;
      tried.push(form);
    }
    throw failure;
  }

  /** Whether the endpoint serves the model now; judged by the status alone, for servers differ in what they write. */
  async isReady(model: string, options: AttemptOptions): Promise<boolean> {
    const outcome = await this.get(`${pathOf(model)}/ready`, options);
    if (outcome.kind === 'unreachable') throw outcome.error;
    return outcome.status === 200;
  }

  async describeModel(model: string, options: AttemptOptions): Promise<RemoteModel> {
    const [described, maxBatch] = await Promise.all([
      this.#getJson(pathOf(model), options),
      this.#getJson(`${pathOf(model)}/config`, options).then(readMaxBatch, () => undefined),
    ]);
    return { ...readRemoteModel(described), ...(maxBatch === undefined ? {} : { maxBatch }) };
  }

  async describeServer(options: AttemptOptions): Promise<RemoteServer> {
    const server = readRemoteServer(await this.#getJson('/v2', options));
    // What is not listed may be served all the same.
    if (server.extensions.includes('binary_tensor_data')) this.#takesBinary = true;
    return server;
  }

  async get(path: string, options: AttemptOptions): Promise<Exchange> {
    return await this.#send(path, { method: 'GET' }, options);
  }

  async #getJson(path: string, options: AttemptOptions): Promise<unknown> {
    const outcome = await this.get(path, options);
    if (outcome.kind === 'unreachable' || outcome.status !== 200) throw errorOf(outcome);
    if (outcome.body.byteLength > maxDescriptionBytes)
      throw broken(`${path}: expected a short description, got ${outcome.body.byteLength} bytes.`);
    try {
      return JSON.parse(new TextDecoder().decode(outcome.body)) as unknown;
    } catch (error) {
      throw broken(`${path}: expected JSON, got something else: ${messageOf(error)}`, error);
    }
  }

  /** From the tightest to the plainest. */
  *#formsFor(binary: () => EncodedMessage, json: () => EncodedMessage | undefined): Generator<Form> {
    // Numbers that JSON cannot carry go as binary even to an endpoint that was only seen to take JSON.
    if (this.#takesBinary === false) {
      yield json() === undefined ? 'binary' : 'json';
      return;
    }
    if (this.#takesPacked !== false && this.#packer.pays(binary().body.byteLength)) yield 'packed';
    yield 'binary';
    if (json() !== undefined) yield 'json';
  }

  /** Whether a plainer form may fare better than this one did. */
  #isDoubtful(form: Form, outcome: Exchange): boolean {
    if (outcome.kind === 'answered' && outcome.status === unsupportedMedia) return true;
    const isKnown = form === 'packed' ? this.#takesPacked : form === 'binary' && this.#takesBinary;
    if (isKnown === true) return false;
    return outcome.kind === 'unreachable' || doubtfulStatuses.includes(outcome.status);
  }

  #learn(form: Form, tried: readonly Form[]): void {
    if (form === 'packed') this.#takesPacked = true;
    if (form === 'binary' && tried.includes('packed')) this.#takesPacked = false;
    if (form !== 'json') this.#takesBinary = true;
    else if (tried.includes('binary')) this.#takesBinary = false;
  }

  async #post(
    path: string,
    {
      headerLength,
      form,
      content,
    }: Pick<EncodedMessage, 'headerLength'> & {
      readonly form: Form;
      readonly content: ArrayBuffer | Uint8Array<ArrayBuffer>;
    },
    options: AttemptOptions,
  ): Promise<Exchange> {
    const headers = {
      'Content-Type': headerLength === undefined ? 'application/json' : 'application/octet-stream',
      ...(headerLength === undefined ? {} : { [headerLengthName]: String(headerLength) }),
      ...(form === 'packed' ? { 'Content-Encoding': 'gzip' } : {}),
    };
    const startAt = performance.now();
    const outcome = await this.#send(path, { method: 'POST', headers, body: content }, options);
    if (outcome.kind === 'answered') this.#packer.observe(content.byteLength, performance.now() - startAt);
    return outcome;
  }

  async #send(
    path: string,
    init: { readonly method: string; readonly headers?: Record<string, string>; readonly body?: BodyInit },
    { timeoutMs, signal }: AttemptOptions,
  ): Promise<Exchange> {
    const { url, token, maxAnswerBytes = defaultMaxAnswerBytes } = this.#options;
    const headers = { ...init.headers, ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) };
    const limits = { timeoutMs, maxBytes: maxAnswerBytes, ...(signal === undefined ? {} : { signal }) };
    return await exchange(this.#fetch, `${url}${path}`, { ...init, headers }, limits);
  }
}

/** The path of a model, or of one of its versions. */
export function pathOf(model: string, version?: string): string {
  const path = `/v2/models/${encodeURIComponent(model)}`;
  return version === undefined ? path : `${path}/versions/${encodeURIComponent(version)}`;
}

function readAnswer({ headers, body }: Extract<Exchange, { kind: 'answered' }>): ProtocolResponse {
  try {
    return decodeResponse(body, parseHeaderLength(headers.get(headerLengthName), 'response'));
  } catch (error) {
    throw broken(messageOf(error), error);
  }
}

/** Undefined for numbers that JSON cannot carry. */
function encodeAsJson(message: ProtocolRequest): EncodedMessage | undefined {
  try {
    return encodeRequest(message, { isBinary: false });
  } catch {
    return undefined;
  }
}

/** Made when it is first asked for; a large body takes a while. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

function errorOf(outcome: Exchange): NearsideError {
  if (outcome.kind === 'unreachable') return outcome.error;
  const { status, headers, body } = outcome;
  const { code, message } = errorOfStatus(status, new TextDecoder().decode(body));
  const retryAfterMs = parseRetryAfter(headers.get('Retry-After'), Date.now());
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  return new RemoteFailure(code, message, { kind: 'status', status, ...wait });
}

function broken(message: string, cause?: unknown): RemoteFailure {
  return new RemoteFailure('remote', message, { kind: 'broken' }, cause);
}
