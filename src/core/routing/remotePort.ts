import type { RemoteModel, RemoteServer } from '../protocol/describeRemote.ts';
import type { InferRequest } from '../protocol/inference.ts';
import type { ProtocolResponse } from '../protocol/protocolMessage.ts';
import type { RemoteSettings } from '../settings/settingsValue.ts';
import type { RemoteVerdict } from './remoteVerdict.ts';
import type { TensorSpec } from '../protocol/tensor.ts';

/** What bounds each attempt of a call. */
export interface AttemptOptions {
  /** Milliseconds for the whole attempt, the answer's body included. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** An answer with what it took to get it. */
export interface RemoteAnswer {
  readonly response: ProtocolResponse;
  readonly sentBytes: number;
  readonly receivedBytes: number;
}

/** One endpoint; whoever calls has seen to it that it may be called. */
export interface RemoteEndpoint {
  /** `unknown` until it has answered one or the other. */
  readonly form: 'unknown' | 'binary' | 'json';
  /**
   * Rejects with a {@link RemoteFailure}, with `bad-input` for what cannot be sent at all, and with the signal's reason.
   */
  infer(request: InferRequest, options: AttemptOptions): Promise<RemoteAnswer>;
  /** Rejects as {@link infer} does. */
  describeModel(model: string, options: AttemptOptions): Promise<RemoteModel>;
  describeServer(options: AttemptOptions): Promise<RemoteServer>;
}

/** What is known here of a model that the endpoint is to serve. */
export interface KnownModel {
  readonly name: string;
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
}

/** The network as routing sees it. */
export interface RemoteNetwork {
  open(settings: RemoteSettings): RemoteEndpoint;
  /** Finds out by a few harmless calls whether the endpoint serves these models, and if not, why. */
  test(settings: RemoteSettings, models: readonly KnownModel[], signal?: AbortSignal): Promise<RemoteVerdict>;
  isOnline(): boolean;
}
