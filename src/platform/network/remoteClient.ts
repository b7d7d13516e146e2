import type { NearsideError } from '../../core/errors.ts';
import { decodeResponse } from '../../core/protocol/decodeResponse.ts';
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
import { exchange, type Exchange } from './exchange.ts';

export interface RemoteClientOptions {
  /** Base URL, without `/v2` and without a slash at its end. */
  readonly url: string;
  /** Sent as a bearer token. */
  readonly token?: string;
  /** Binary bodies from this size on are packed, where the endpoint takes that. @default 65536 */
  readonly packFromBytes?: number;
  /** Bytes that an answer may have. @default 268435456 */
  readonly maxAnswerBytes?: number;
  readonly fetch?: typeof globalThis.fetch;
}

/** What bounds each attempt of a call. */
export interface AttemptOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** How the tensors of a request travel. */
type Form = 'packed' | 'binary' | 'json';

const defaultPackFromBytes = 64 * 1024;
const defaultMaxAnswerBytes = 256 * 2 ** 20;
/** What servers say to a form of body that they do not know; some say the same to a wrong input. */
const doubtfulStatuses: readonly number[] = [400, 415, 422, 500, 501];

/** Speaks the Open Inference Protocol to one remote endpoint, and remembers in which form it takes tensors. */
export class RemoteClient {
  readonly #options: RemoteClientOptions;
  readonly #fetch: typeof globalThis.fetch;
  /** Undefined until the endpoint has answered one of them well. */
  #takesBinary: boolean | undefined;
  #takesPacked: boolean | undefined;

  constructor(options: RemoteClientOptions) {
    this.#options = options;
    this.#fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
  }

  /**
   * The endpoint's answer. A form of body that the endpoint has not yet taken is followed by a plainer one when it fails.
   * Rejects with `remote` (a timeout has a cause named `TimeoutError`), with `bad-input`, `not-found` or `unsupported` where the
   * endpoint says so, and with the signal's reason.
   */
  async infer(
    { model, version, inputs, outputs, parameters }: InferRequest,
    options: AttemptOptions,
  ): Promise<ProtocolResponse> {
    const message: ProtocolRequest = {
      inputs,
      ...(outputs === undefined ? {} : { outputs: outputs.map((name) => ({ name })) }),
      ...(parameters === undefined ? {} : { parameters }),
    };
    const path = `${pathOf(model, version)}/infer`;
    const binary = encodeRequest({ ...message, isBinaryOutput: true });
    let failure: unknown;
    const tried: Form[] = [];
    for (const form of this.#formsFor(binary.body.byteLength, message)) {
      const body = form === 'json' ? encodeRequest(message, { isBinary: false }) : binary;
      const outcome = await this.#post(path, body, form, options);
      if (outcome.kind === 'answered' && outcome.status === 200) {
        this.#learn(form, tried);
        const headerLength = outcome.headers.get(headerLengthName);
        return decodeResponse(outcome.body, parseHeaderLength(headerLength, 'response'));
      }
      failure = errorOf(outcome);
      if (outcome.kind === 'answered' && !doubtfulStatuses.includes(outcome.status)) break;
      tried.push(form);
    }
    throw failure;
  }

  /** Whether the endpoint serves the model now; judged by the status alone, for servers differ in what they write. */
  async isReady(model: string, options: AttemptOptions): Promise<boolean> {
    const outcome = await this.#send(`${pathOf(model)}/ready`, { method: 'GET' }, options);
    if (outcome.kind === 'unreachable') throw outcome.error;
    return outcome.status === 200;
  }

  /** From the tightest to the plainest; only one where it is known what the endpoint takes. */
  #formsFor(size: number, message: ProtocolRequest): readonly Form[] {
    // Numbers that JSON cannot carry go as binary even to an endpoint that was only seen to take JSON.
    if (this.#takesBinary === false) return [fitsJson(message) ? 'json' : 'binary'];
    const isLarge = size >= (this.#options.packFromBytes ?? defaultPackFromBytes);
    const forms: Form[] = isLarge && this.#takesPacked !== false ? ['packed'] : [];
    if (forms.length > 0 && this.#takesPacked === true) return forms;
    forms.push('binary');
    if (this.#takesBinary === undefined && fitsJson(message)) forms.push('json');
    return forms;
  }

  #learn(form: Form, tried: readonly Form[]): void {
    if (form === 'packed') this.#takesPacked = true;
    if (form === 'binary' && tried.includes('packed')) this.#takesPacked = false;
    if (form !== 'json') this.#takesBinary = true;
    else if (tried.includes('binary')) this.#takesBinary = false;
  }

  async #post(
    path: string,
    { body, headerLength }: EncodedMessage,
    form: Form,
    options: AttemptOptions,
  ): Promise<Exchange> {
    const headers = {
      'Content-Type': headerLength === undefined ? 'application/json' : 'application/octet-stream',
      ...(headerLength === undefined ? {} : { [headerLengthName]: String(headerLength) }),
      ...(form === 'packed' ? { 'Content-Encoding': 'gzip' } : {}),
    };
    const content = form === 'packed' ? await packBytes(body) : body;
    return await this.#send(path, { method: 'POST', headers, body: content }, options);
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

function pathOf(model: string, version?: string): string {
  const path = `/v2/models/${encodeURIComponent(model)}`;
  return version === undefined ? path : `${path}/versions/${encodeURIComponent(version)}`;
}

function fitsJson(message: ProtocolRequest): boolean {
  try {
    encodeRequest(message, { isBinary: false });
    return true;
  } catch {
    return false;
  }
}

function errorOf(outcome: Exchange): NearsideError {
  if (outcome.kind === 'unreachable') return outcome.error;
  return errorOfStatus(outcome.status, new TextDecoder().decode(outcome.body));
}

async function packBytes(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return await new Response(packed).arrayBuffer();
}
