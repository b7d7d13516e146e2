import type { ClientMessage, EngineMessage } from '../engine/clientMessages.ts';
import { lettersBytes } from '../engine/engineLetters.ts';
import { packRequestLetter } from '../engine/requestLetter.ts';
import { Letterbox, letterboxBytes } from '../platform/workers/letterbox.ts';
import type { CarriedCall } from './call.ts';

/** When a call was made, and its number. */
export interface Numbered {
  readonly id: number;
  readonly requestStartAt: number;
}

/** The page's end of the memory that it shares with its engine: see {@link EngineLetters}. */
export class PageLetters {
  readonly #buffer = new SharedArrayBuffer(lettersBytes);
  readonly #requests = new Letterbox(this.#buffer);
  readonly #answers = new Letterbox(this.#buffer, letterboxBytes);
  readonly #receive: (message: EngineMessage) => void;
  #leads = 0;
  #isListening = false;
  #isClosed = false;

  constructor(receive: (message: EngineMessage) => void) {
    this.#receive = receive;
  }

  /** Whether a page may share memory, and need not stand still to wait for it. */
  static get isPossible(): boolean {
    return globalThis.crossOriginIsolated && 'waitAsync' in Atomics;
  }

  /** What the engine has to be told first. */
  get opening(): ClientMessage {
    return { kind: 'letters', buffer: this.#buffer };
  }

  /** The engine has answered by message: all that was sent to it before has arrived. */
  noteLead(): void {
    this.#leads += 1;
  }

  /** Gives whether the call went this way. */
  send(call: CarriedCall, { id, requestStartAt }: Numbered): boolean {
    const { model, options } = call;
    // JSON has no other numbers.
    if (this.#leads === 0 || !Number.isFinite(options.deadlineMs ?? 0)) return false;
    const parcel =
      call.kind === 'text'
        ? ({ kind: 'text', firstId: id, options, model, texts: [call.text] } as const)
        : ({
            kind: 'row',
            firstId: id,
            options,
            model,
            rowLength: call.values.length,
            values: call.values as Float32Array<ArrayBuffer>,
          } as const);
    const isPosted = this.#requests.post(packRequestLetter({ parcel, requestStartAt, leads: this.#leads }));
    if (isPosted && !this.#isListening) void this.#listen();
    return isPosted;
  }

  close(): void {
    this.#isClosed = true;
    this.#answers.wake();
  }

  async #listen(): Promise<void> {
    this.#isListening = true;
    while (!this.#isClosed) {
      const letter = this.#answers.take();
      if (letter !== undefined)
        this.#receive({ kind: 'classified', key: letter.text, packed: letter.words.buffer });
      await this.#answers.waitForLetter();
    }
  }
}
