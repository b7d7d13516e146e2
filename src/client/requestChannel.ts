import { decodeError, NearsideError } from '../core/errors.ts';
import type { LoadProgress, ModelStatus } from '../core/repository/modelStatus.ts';
import type { AnswerLead, ClientMessage, EngineMessage } from '../engine/clientMessages.ts';
import { unpackAnswers } from '../engine/packedAnswers.ts';
import { takeMessage } from '../platform/workers/takeMessage.ts';
import { absoluteNow } from '../platform/workers/absoluteNow.ts';
import { findLoneCarried, isCarriedCall, modelOf, type Call } from './call.ts';
import { GapDeadlines } from './gapDeadlines.ts';
import { keepCall, refuseUnsendable } from './keepCall.ts';
import { LaneDesk } from './laneDesk.ts';
import { packParcels } from './packParcels.ts';
import type { SendDesk } from './sendDesk.ts';
import { settleAnswered } from './settleAnswered.ts';
import { SignalRegister } from './signalRegister.ts';
import type { PackedCall } from './toCall.ts';
import { PageLetters, type Numbered } from './pageLetters.ts';
import { pageRows } from './pageRows.ts';
import { makeClassification } from './prediction.ts';
import { WaitingCalls, type Answer, type Waiting } from './waitingCalls.ts';

export interface ChannelListeners {
  onModels(models: readonly ModelStatus[]): void;
  onProgress(progress: LoadProgress): void;
  /** Something was sent to an engine that may fall silent. */
  onWaiting(): void;
  /** Whether a call may be there before what was said to the engine by other ways. */
  mayOvertake(): boolean;
  readonly sendDesk?: SendDesk | undefined;
}

/**
 * The page's end of the request path: all calls of one task leave in one message, answers of one execution arrive in one.
 * Every call settles once: with its answer, a typed error, or its caller's abort.
 */
export class RequestChannel {
  /** The ways past the engine. */
  readonly lanes: LaneDesk<Answer>;
  readonly #listeners: ChannelListeners;
  readonly #waiting = new WaitingCalls();
  #port: MessagePort | undefined;
  #isNear = false;
  #letters: PageLetters | undefined;
  readonly #gap = new GapDeadlines(this.#waiting, (ids, error) => {
    this.#refuse(ids, error);
  });
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
  /** Models that have a call in their lane: a lane holds one. */
  readonly #runsByLane = new Set<string>();

  constructor(listeners: ChannelListeners) {
    this.#listeners = listeners;
    this.lanes = new LaneDesk({
      isQuiet: (model) => this.#waiting.countOf(model) === (this.#runsByLane.has(model) ? 1 : 0),
      post: (message) => {
        this.#post(message);
      },
    });
  }

  get isWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** An engine is there, in this page or another: what waits is asked of it. */
  attach(port: MessagePort, { isNear }: { readonly isNear: boolean }): void {
    this.detach();
    this.#gap.stop();
    this.#port = port;
    this.#isNear = isNear;
    port.onmessage = (event: MessageEvent<EngineMessage>) => {
      this.#letters?.noteMessage();
      this.#receive(takeMessage(event));
    };
    this.#listeners.sendDesk?.attach(port);
    if (isNear) this.#letters = PageLetters.open(port, this.#receive);
    for (const { calls, firstId, startedAt } of this.#waiting.replays())
      this.#postCalls(calls, firstId, [], performance.timeOrigin + startedAt);
  }

  /** The engine is gone; another will come. Until then only deadlines pass. */
  detach(): void {
    const port = this.#port;
    if (port === undefined) return;
    this.#post({ kind: 'close' });
    this.#listeners.sendDesk?.detach();
    port.close();
    this.#letters?.close();
    this.#letters = undefined;
    this.#port = undefined;
    this.#isNear = false;
    this.lanes.end();
    this.#refuse(
      this.#waiting.countLoss(),
      new NearsideError('worker-lost', 'The engine was lost while the request may have run.'),
    );
    this.#gap.watch();
  }

  /** Sends one call. */
  send(pack: PackedCall, signal: AbortSignal | undefined): Promise<Answer> {
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    const { call } = pack;
    const sendByEngine = (): Promise<Answer> => this.#sendByEngine(pack, signal);
    const known = isCarriedCall(call) ? this.lanes.answer({ call, signal, sendByEngine }) : undefined;
    return known ?? sendByEngine();
  }

  /** Rejects what waits; nothing can be sent any more. */
  close(error: NearsideError): void {
    if (this.#closed !== undefined) return;
    this.#closed = error;
    this.lanes.end();
    for (const { reject } of this.#waiting.takeAll()) reject(error);
    this.detach();
    this.#gap.stop();
  }

  #post(message: ClientMessage, transfer: Transferable[] = []): void {
    this.#port?.postMessage(message, transfer);
  }

  #sendByEngine(pack: PackedCall, signal: AbortSignal | undefined): Promise<Answer> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    if (pack.isAlone) this.#flush();
    const { call, transfer, kept } = keepCall(pack, { isNear: this.#isNear });
    const id = this.#nextId;
    this.#nextId += 1;
    if (this.#calls.length === 0) {
      this.#flushId = id;
      if (!pack.isAlone) queueMicrotask(this.#flush);
    }
    this.#calls.push(call);
    if (transfer.length > 0) this.#transfer.push(...transfer);
    const startedAt = performance.now();
    const reason = call.options.route === 'local' ? 'asked' : undefined;
    const model = modelOf(call);
    const answer = new Promise<Answer>((resolve, reject) => {
      this.#waiting.add(id, { model, resolve, reject, startedAt, reason, signal, kept, losses: 0 });
    });
    if (signal !== undefined) this.#signals.watch(signal, id);
    if (pack.isAlone) this.#flush();
    return answer;
  }

  #cancel(ids: Iterable<number>, reason: unknown): void {
    const left: number[] = [];
    for (const id of ids) {
      const waiting = this.#waiting.take(id);
      if (waiting === undefined) continue;
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

  readonly #flush = (): void => {
    if (this.#calls.length === 0) return;
    const calls = this.#calls;
    const transfer = this.#transfer;
    this.#calls = [];
    this.#transfer = [];
    if (this.#closed !== undefined) return;
    if (this.#port === undefined) this.#gap.watch();
    else if (!this.#runByLane(calls)) this.#postCalls(calls, this.#flushId, transfer);
  };

  /** A lone call while nothing else of its model is outstanding goes past the engine, so that a burst is batched and order is kept. */
  #runByLane(calls: readonly Call[]): boolean {
    const call = findLoneCarried(calls);
    if (call === undefined) return false;
    const { model } = call;
    if (this.#waiting.countOf(model) > 1) return false;
    const id = this.#flushId;
    const run = this.lanes.run(call);
    if (run === undefined) return false;
    this.#runsByLane.add(model);
    run.then(
      (present) => {
        this.#runsByLane.delete(model);
        if (this.#closed !== undefined || !this.#waiting.has(id)) return;
        if (present === undefined) this.#postCalls(calls, id, []);
        else {
          const waiting = this.#take(id);
          waiting?.resolve(present(id, performance.now() - waiting.startedAt));
        }
      },
      (error: unknown) => {
        this.#runsByLane.delete(model);
        this.#take(id)?.reject(error);
      },
    );
    return true;
  }

  #postCalls(
    calls: readonly Call[],
    firstId: number,
    transfer: Transferable[],
    requestStartAt = absoluteNow(),
  ): void {
    // What went into a lane that its engine took along is asked of the next.
    if (this.#port === undefined) return;
    if (this.#postLetter(calls, { id: firstId, requestStartAt })) return;
    const parcels = packParcels(calls, firstId, transfer);
    try {
      this.#post({ kind: 'requests', requestStartAt, parcels }, transfer);
    } catch (cause) {
      this.#refuse(
        calls.map((_, index) => firstId + index),
        refuseUnsendable(cause),
      );
    }
    if (!this.#isNear) this.#listeners.onWaiting();
  }

  /** A call that waits alone is there sooner by shared memory. */
  #postLetter(calls: readonly Call[], numbered: Numbered): boolean {
    const isAlone = this.#waiting.size === 1 && this.#waiting.has(numbered.id);
    const call = isAlone && this.#listeners.mayOvertake() ? findLoneCarried(calls) : undefined;
    return call !== undefined && this.#letters?.send(call, numbered) === true;
  }

  readonly #receive = (message: EngineMessage): void => {
    switch (message.kind) {
      case 'classified':
        this.#settleClassified(message);
        return;
      case 'answered':
        settleAnswered(message, this.#take(message.id));
        return;
      case 'refused':
        this.#refuse(message.ids, decodeError(message.error));
        return;
      case 'lead':
        this.#leads.set(message.lead.key, message.lead);
        return;
      case 'lane-open':
        this.lanes.open(message, this.#leads.get(message.key));
        return;
      case 'lane-closed':
        this.lanes.close(message.model);
        return;
      case 'lane-cleared':
        this.lanes.clear(message.filter);
        return;
      case 'screen':
        void this.#listeners.sendDesk?.show(message);
        return;
      case 'models':
        this.#listeners.onModels(message.models);
        return;
      case 'progress':
        this.#listeners.onProgress(message.progress);
    }
  };

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.take(id);
    if (waiting?.signal !== undefined) this.#signals.forget(waiting.signal, id);
    // Not of a call that its caller gave up, which may be on its way to be sent.
    if (waiting?.kept?.kind === 'row') pageRows.release(waiting.kept.values);
    return waiting;
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

  #refuse(ids: readonly number[], error: NearsideError): void {
    for (const id of ids) this.#take(id)?.reject(error);
  }
}
