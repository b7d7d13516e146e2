import { ChurningMap } from '../core/collections/churningMap.ts';
import type { ProtocolReply } from '../core/protocol/protocolBackend.ts';
import type { GateCall, GateCommand, GateNotice } from '../platform/tabs/gateMessages.ts';
import { awaitDeath } from '../platform/workers/lifeLock.ts';
import { takeMessage } from '../platform/workers/takeMessage.ts';

/** The engine behind a gate is gone, or sleeps. */
export class GateLostError extends Error {}

interface Waiting {
  readonly resolve: (reply: ProtocolReply) => void;
  readonly reject: (error: unknown) => void;
}

const welcomeWithinMs = 5000;
const beatMs = 2000;
const maxMissedBeats = 3;

/** The service worker's way to an engine: calls of the protocol, each settled once. */
export class GateClient {
  readonly #gate: MessagePort;
  readonly #waiting = new ChurningMap<number, Waiting>();
  readonly #ended = new AbortController();
  #nextId = 1;
  #missedBeats = 0;
  #beat: ReturnType<typeof setTimeout> | undefined;

  private constructor(gate: MessagePort, engineLock: string) {
    this.#gate = gate;
    gate.onmessage = (event: MessageEvent<GateNotice>) => {
      this.#missedBeats = 0;
      const notice = takeMessage(event);
      if (notice.kind === 'reply') this.#take(notice.id)?.resolve(notice.reply);
    };
    awaitDeath(engineLock, this.#ended.signal, () => {
      this.#lose();
    });
  }

  /** Opens the way behind `gate`; undefined when nobody answers there. */
  static async open(gate: MessagePort): Promise<GateClient | undefined> {
    const { promise, resolve } = Promise.withResolvers<GateClient | undefined>();
    gate.onmessage = ({ data }: MessageEvent<GateNotice>) => {
      if (data.kind === 'welcome') resolve(new GateClient(gate, data.engineLock));
    };
    const timer = setTimeout(() => {
      gate.close();
      resolve(undefined);
    }, welcomeWithinMs);
    const client = await promise;
    clearTimeout(timer);
    return client;
  }

  get isLost(): boolean {
    return this.#ended.signal.aborted;
  }

  /** Rejects with {@link GateLostError} when the engine is lost, with the signal's reason when that is aborted. */
  async call(call: GateCall, signal: AbortSignal): Promise<ProtocolReply> {
    signal.throwIfAborted();
    if (this.isLost) throw new GateLostError();
    const id = this.#nextId;
    this.#nextId += 1;
    const { promise, resolve, reject } = Promise.withResolvers<ProtocolReply>();
    this.#waiting.set(id, { resolve, reject });
    const abort = (): void => {
      if (this.#take(id) === undefined) return;
      this.#send({ kind: 'cancel', id });
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    // The body is copied: it may have to be sent again.
    this.#send({ kind: 'call', id, call });
    this.#watch();
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  #send(command: GateCommand): void {
    this.#gate.postMessage(command);
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  /** While calls wait, an engine that says nothing at all for several beats is taken for frozen. */
  #watch(): void {
    this.#beat ??= setTimeout(() => {
      this.#beat = undefined;
      if (this.#waiting.size === 0 || this.isLost) return;
      if (this.#missedBeats >= maxMissedBeats) {
        this.#lose();
        return;
      }
      this.#missedBeats += 1;
      this.#send({ kind: 'ping' });
      this.#watch();
    }, beatMs);
  }

  #lose(): void {
    this.#ended.abort();
    clearTimeout(this.#beat);
    this.#gate.close();
    const error = new GateLostError();
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
