import type { Prediction, PredictValue } from '../../client/index.ts';
import { parseFrameMessage } from '../protocol/parseFrameMessage.ts';
import type { FrameMessage, HostMessage, LoadedModel } from '../protocol/widgetMessages.ts';
import { makeError } from '../widgetError.ts';
import type { WidgetEngine } from './widgetEngine.ts';

type Answer = Extract<FrameMessage, { readonly id: number }>;

interface Pending {
  readonly settle: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

/** What is asked of an engine, without the number of the call. */
type Question =
  Omit<Extract<HostMessage, { kind: 'load' }>, 'id'> | Omit<Extract<HostMessage, { kind: 'predict' }>, 'id'>;

const closed = { code: 'closed', message: 'The widget was closed.', retryable: false };
const gone = { code: 'worker-lost', message: 'The frame of the engine is gone.', retryable: true };

/** The engine in a frame, asked through its port. Every call settles; once the frame is gone all of them reject. */
export class PortEngine implements WidgetEngine {
  readonly #port: MessagePort;
  readonly #onEnded: (wasLost: boolean) => void;
  readonly #pending = new Map<number, Pending>();
  readonly #watchers = new Set<{ readonly model: string; readonly onProgress: (share: number) => void }>();
  #lastId = 0;
  #end: Error | undefined;

  /** @param onEnded called once, with whether the engine was lost rather than closed */
  constructor(port: MessagePort, onEnded: (wasLost: boolean) => void) {
    this.#port = port;
    this.#onEnded = onEnded;
    port.onmessage = ({ data }) => {
      const message = parseFrameMessage(data);
      if (message !== undefined) this.#receive(message);
    };
    port.addEventListener('close', () => {
      this.#finish(makeError(gone), true);
    });
  }

  async load(model: string, onProgress: (share: number) => void): Promise<LoadedModel> {
    const watcher = { model, onProgress };
    this.#watchers.add(watcher);
    try {
      return await this.#ask({ kind: 'load', model }, (answer) =>
        answer.kind === 'loaded' ? answer.model : undefined,
      );
    } finally {
      this.#watchers.delete(watcher);
    }
  }

  predict(model: string, value: PredictValue, signal?: AbortSignal): Promise<Prediction> {
    return this.#ask(
      { kind: 'predict', model, value },
      (answer) => (answer.kind === 'answered' ? answer.prediction : undefined),
      signal,
    );
  }

  close(): void {
    this.#finish(makeError(closed), false);
  }

  async #ask<Value>(
    question: Question,
    read: (answer: Answer) => Value | undefined,
    signal?: AbortSignal,
  ): Promise<Value> {
    signal?.throwIfAborted();
    if (this.#end !== undefined) throw this.#end;
    this.#lastId += 1;
    const id = this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    const settle = (answer: Answer): void => {
      const value = read(answer);
      if (value !== undefined) resolve(value);
      else if (answer.kind === 'failed') reject(makeError(answer.error));
    };
    const abort = (): void => {
      this.#send({ kind: 'cancel', id });
      reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', abort);
    this.#pending.set(id, { settle, reject });
    try {
      this.#send({ ...question, id });
      return await promise;
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'DataCloneError') throw error;
      const message = `Expected a value that can be sent to a frame: ${error.message}`;
      throw makeError({ code: 'bad-input', message, retryable: false });
    } finally {
      this.#pending.delete(id);
      signal?.removeEventListener('abort', abort);
    }
  }

  #send(message: HostMessage): void {
    this.#port.postMessage(message);
  }

  #receive(message: FrameMessage): void {
    if (message.kind === 'welcome') return;
    if (message.kind === 'gone') this.#finish(makeError(gone), true);
    else if (message.kind === 'progress') {
      for (const { model, onProgress } of this.#watchers) {
        if (model === message.model) onProgress(message.share);
      }
    } else this.#pending.get(message.id)?.settle(message);
  }

  #finish(reason: Error, wasLost: boolean): void {
    if (this.#end !== undefined) return;
    this.#end = reason;
    this.#port.close();
    for (const { reject } of this.#pending.values()) reject(reason);
    this.#onEnded(wasLost);
  }
}
