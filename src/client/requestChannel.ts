import { decodeError, NearsideError } from '../core/errors.ts';
import type { InferResponse, Prediction } from '../core/protocol/inference.ts';
import type { Tensor } from '../core/protocol/tensor.ts';
import type { LoadProgress, ModelStatus } from '../core/repository/modelStatus.ts';
import type { AnswerLead, ClientMessage, EngineMessage } from '../engine/clientMessages.ts';
import { unpackAnswers } from '../engine/packedAnswers.ts';
import { absoluteNow } from '../platform/workers/absoluteNow.ts';
import type { Call } from './call.ts';
import { LaneDesk } from './laneDesk.ts';
import { packParcels } from './packParcels.ts';
import { SignalRegister } from './signalRegister.ts';
import type { PackedCall } from './toCall.ts';
import { buildTrace, makeClassification } from './prediction.ts';

type Answer = InferResponse | Prediction;

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
  readonly startedAt: number;
  /** Why this route, where the caller chose it. */
  readonly reason: 'asked' | undefined;
  readonly signal: AbortSignal | undefined;
}

export interface ChannelListeners {
  onModels(models: readonly ModelStatus[]): void;
  onProgress(progress: LoadProgress): void;
}

/**
 * The page's end of the request path: all calls of one task leave in one message, answers of one execution arrive in one.
 * Every call settles once: with its answer, a typed error, or its caller's abort.
 */
export class RequestChannel {
  /** The ways past the engine. */
  readonly lanes: LaneDesk<Answer>;
  readonly #port: MessagePort;
  readonly #listeners: ChannelListeners;
  readonly #waiting = new Map<number, Waiting>();
  readonly #leads = new Map<string, AnswerLead>();
  #nextId = 1;
  #flushId = 0;
  #calls: Call[] = [];
  #transfer: Transferable[] = [];
  #cancelled: number[] = [];
  readonly #signals = new SignalRegister((ids, reason) => {
    this.#cancel(ids, reason);
  });
  #closed: NearsideError | undefined;
  #laneRuns = 0;

  constructor(port: MessagePort, listeners: ChannelListeners) {
    this.#port = port;
    this.#listeners = listeners;
    this.lanes = new LaneDesk({
      isQuiet: () => this.#waiting.size === this.#laneRuns && this.#calls.length === 0,
      post: (message) => {
        this.#post(message);
      },
    });
    port.onmessage = ({ data }: MessageEvent<EngineMessage>) => {
      this.#receive(data);
    };
  }

  /** Sends one call. */
  send(pack: PackedCall, signal: AbortSignal | undefined): Promise<Answer> {
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    const { call } = pack;
    const sendByEngine = (): Promise<Answer> => this.#sendByEngine(pack, signal);
    const known = call.kind === 'text' ? this.lanes.answer({ call, signal, sendByEngine }) : undefined;
    return known ?? sendByEngine();
  }

  /** Rejects what waits; nothing can be sent any more. */
  close(error: NearsideError): void {
    if (this.#closed !== undefined) return;
    this.#closed = error;
    this.lanes.end();
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
    this.#post({ kind: 'close' });
    this.#port.close();
  }

  #post(message: ClientMessage, transfer: Transferable[] = []): void {
    this.#port.postMessage(message, transfer);
  }

  #sendByEngine({ call, transfer, isAlone }: PackedCall, signal: AbortSignal | undefined): Promise<Answer> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    if (isAlone) this.#flush();
    const id = this.#nextId;
    this.#nextId += 1;
    if (this.#calls.length === 0) {
      this.#flushId = id;
      if (!isAlone) queueMicrotask(this.#flushLater);
    }
    this.#calls.push(call);
    if (transfer.length > 0) this.#transfer.push(...transfer);
    const startedAt = performance.now();
    const reason = call.options.route === 'local' ? 'asked' : undefined;
    const answer = new Promise<Answer>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, startedAt, reason, signal });
    });
    if (signal !== undefined) this.#signals.watch(signal, id);
    if (isAlone) this.#flush();
    return answer;
  }

  #cancel(ids: Iterable<number>, reason: unknown): void {
    const left: number[] = [];
    for (const id of ids) {
      const waiting = this.#waiting.get(id);
      if (waiting === undefined) continue;
      this.#waiting.delete(id);
      waiting.reject(reason);
      left.push(id);
    }
    if (left.length === 0) return;
    if (this.#cancelled.length === 0) {
      queueMicrotask(() => {
        const cancelled = this.#cancelled;
        this.#cancelled = [];
        if (this.#closed === undefined) this.#post({ kind: 'cancel', ids: cancelled });
      });
    }
    for (const id of left) this.#cancelled.push(id);
  }

  readonly #flushLater = (): void => {
    this.#flush();
  };

  #flush(): void {
    if (this.#calls.length === 0) return;
    const calls = this.#calls;
    const transfer = this.#transfer;
    this.#calls = [];
    this.#transfer = [];
    if (this.#closed !== undefined) return;
    if (!this.#runByLane(calls)) this.#postCalls(calls, this.#flushId, transfer);
  }

  /** A lone text while nothing else is outstanding goes past the engine, so that a burst is batched and order is kept. */
  #runByLane(calls: readonly Call[]): boolean {
    const [call] = calls;
    if (calls.length > 1 || call?.kind !== 'text' || this.#waiting.size > 1) return false;
    const id = this.#flushId;
    const run = this.lanes.run(call);
    if (run === undefined) return false;
    this.#laneRuns += 1;
    run.then(
      (present) => {
        this.#laneRuns -= 1;
        if (this.#closed !== undefined || !this.#waiting.has(id)) return;
        if (present === undefined) this.#postCalls(calls, id, []);
        else {
          const waiting = this.#take(id);
          waiting?.resolve(present(id, performance.now() - waiting.startedAt));
        }
      },
      (error: unknown) => {
        this.#laneRuns -= 1;
        this.#take(id)?.reject(error);
      },
    );
    return true;
  }

  #postCalls(calls: readonly Call[], firstId: number, transfer: Transferable[]): void {
    const parcels = packParcels(calls, firstId, transfer);
    try {
      this.#post({ kind: 'requests', requestStartAt: absoluteNow(), parcels }, transfer);
    } catch (cause) {
      this.#refuse(
        calls.map((_, index) => firstId + index),
        new NearsideError('bad-input', 'Expected values that can be sent to a worker, got one that cannot.', {
          cause,
        }),
      );
    }
  }

  #receive(message: EngineMessage): void {
    switch (message.kind) {
      case 'classified':
        this.#settleClassified(message);
        return;
      case 'answered':
        this.#settleAnswered(message);
        return;
      case 'refused':
        this.#refuse(message.ids, decodeError(message.error));
        return;
      case 'lead':
        this.#leads.set(message.lead.key, message.lead);
        return;
      case 'lane-open':
        this.#openLane(message);
        return;
      case 'lane-closed':
        this.lanes.close(message.model);
        return;
      case 'lane-cleared':
        this.lanes.clear(message.filter);
        return;
      case 'models':
        this.#listeners.onModels(message.models);
        return;
      case 'progress':
        this.#listeners.onProgress(message.progress);
    }
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (waiting?.signal !== undefined) this.#signals.forget(waiting.signal, id);
    return waiting;
  }

  #openLane(opening: EngineMessage & { kind: 'lane-open' }): void {
    const lead = this.#leads.get(opening.key);
    if (lead !== undefined) this.lanes.open(opening, lead);
  }

  #settleClassified({ key, packed }: EngineMessage & { kind: 'classified' }): void {
    const lead = this.#leads.get(key);
    const answers = unpackAnswers(packed);
    const { ids } = answers;
    const now = performance.now();
    for (let row = 0; row < ids.length; row += 1) {
      const id = ids[row] as number;
      const waiting = this.#take(id);
      if (waiting === undefined || lead === undefined) continue;
      const totalMs = now - waiting.startedAt;
      waiting.resolve(makeClassification(lead, answers, row, id, totalMs, waiting.reason));
    }
  }

  #settleAnswered({
    id,
    answer,
    outputs,
    value,
    queueMs,
    extraInputMs,
    trace,
  }: EngineMessage & { kind: 'answered' }): void {
    const waiting = this.#take(id);
    if (waiting === undefined) return;
    const totalMs = performance.now() - waiting.startedAt;
    const execution = waiting.reason === undefined ? trace : { ...trace, reason: waiting.reason };
    const built = buildTrace(id, { execution, queueMs, extraInputMs, totalMs });
    if (answer === 'infer')
      waiting.resolve({ model: trace.model, version: trace.version, outputs, trace: built });
    else waiting.resolve({ value: value ?? predictedValue(outputs), trace: built });
  }

  #refuse(ids: readonly number[], error: NearsideError): void {
    for (const id of ids) this.#take(id)?.reject(error);
  }
}

/** The one output's data, or all outputs by name. */
function predictedValue(outputs: Readonly<Record<string, Tensor>>): unknown {
  const tensors = Object.values(outputs);
  return tensors.length === 1 ? tensors[0]?.data : outputs;
}
