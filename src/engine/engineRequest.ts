import type { InferRequest, WireOptions } from '../core/protocol/inference.ts';
import type { JobOutput } from '../core/ports.ts';
import type { EncodedError } from '../core/errors.ts';
import type { Expiring } from '../core/scheduling/deadlineHeap.ts';
import type { QueuedItem } from '../core/scheduling/requestQueue.ts';
import type { ExecutionTrace } from './clientMessages.ts';
import type { PreparedInput } from './preparedInput.ts';
import type { SendScreener } from './sendScreener.ts';
import type { ServedModel } from './servedModel.ts';

/** Where a request's answer goes. */
export interface RequestOwner {
  /** Answers of one execution, or of one cached source, that belong to this owner. */
  answer(answers: readonly EngineAnswer[], trace: ExecutionTrace, source: ServedModel): void;
  refuse(request: EngineRequest, error: EncodedError): void;
  /** The answer to this one has been found, most likely, and leaves in a moment. */
  announce?(request: EngineRequest): void;
}

/** What holds a request's queue while it waits. */
export interface RequestHolder {
  withdraw(request: EngineRequest): void;
  /** Whether it may still be taken back whole; else its items tell. */
  isWaiting?(request: EngineRequest): boolean;
  /** Nobody waits for it any more and it only runs on. */
  desert?(request: EngineRequest): void;
}

/** One caller's request from its arrival in the engine to its one answer. */
export interface EngineRequest extends Expiring {
  readonly id: number;
  readonly owner: RequestOwner;
  readonly answer: 'infer' | 'predict';
  readonly model: string;
  readonly options: WireOptions;
  readonly requestStartAt: number;
  /** Set anew once the settings are known, where those give it. */
  deadlineAt: number;
  /** Set once the model is known and the value is prepared. */
  input: PreparedInput;
  rows: number;
  /** Time spent turning the value into tensors. */
  preparationMs: number;
  /** Indices of the wanted outputs. */
  outputs: readonly number[];
  /** What an inference brought besides its inputs. */
  parameters: InferRequest['parameters'];
  /** Asked before it leaves the device; undefined where its page does not want to be. */
  readonly screener: SendScreener | undefined;
  holder: RequestHolder | undefined;
  /** One an enqueued part; the empty list before that. */
  items: readonly QueueItem[];
  /** Results of the parts of a request that was cut, by position; complete when `openParts` is 0. */
  parts: (readonly JobOutput[])[];
  openParts: number;
  largestPart: number;
  queueMs: number;
  isSettled: boolean;
  /** False once nobody waits for it any more and it only runs on for the result cache. */
  isAwaited: boolean;
  /** The engine itself asks it in idle time; it counts as nobody's. */
  isSpeculative: boolean;
  replays: number;
}

/** The rows of one request that travel in one batch. */
export interface QueueItem extends QueuedItem {
  readonly request: EngineRequest;
  readonly part: number;
  readonly start: number;
}

/** A finished request; its rows of the outputs begin at `start`. Several answers may share the outputs. */
export interface EngineAnswer {
  readonly request: EngineRequest;
  readonly outputs: readonly JobOutput[];
  readonly start: number;
  /** Outputs hold the rows of this request alone. */
  readonly isAlone: boolean;
  /** Something else than the request's own input was answered, for it alone. */
  readonly isRedacted?: boolean;
}

const blankInput: PreparedInput = { kind: 'tensors', tensors: [] };
const none: readonly never[] = [];

type RequestOrigin = Pick<
  EngineRequest,
  'id' | 'owner' | 'answer' | 'model' | 'options' | 'requestStartAt' | 'deadlineAt'
> & { readonly screener?: SendScreener | undefined };

/** A request as it arrives, before its value is prepared. */
export function createRequest(origin: RequestOrigin): EngineRequest {
  // Spreading the origin would cost more than everything else here.
  return {
    id: origin.id,
    owner: origin.owner,
    answer: origin.answer,
    model: origin.model,
    options: origin.options,
    requestStartAt: origin.requestStartAt,
    deadlineAt: origin.deadlineAt,
    screener: origin.screener,
    input: blankInput,
    rows: 1,
    preparationMs: 0,
    outputs: none,
    parameters: undefined,
    holder: undefined,
    items: none,
    parts: [],
    openParts: 1,
    largestPart: 0,
    queueMs: 0,
    isSettled: false,
    isAwaited: true,
    isSpeculative: false,
    replays: 0,
  };
}
