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
  #messages = 0;
  #isListening = false;
  #isClosed = false;

  private constructor(receive: (message: EngineMessage) => void) {
    this.#receive = receive;
  }

  /** Shares memory with the engine behind a port; undefined where that, or to wait for it without standing still, is not possible. */
  static open(
    port: Pick<MessagePort, 'postMessage'>,
    receive: (message: EngineMessage) => void,
  ): PageLetters | undefined {
    if (!globalThis.crossOriginIsolated || !('waitAsync' in Atomics)) return undefined;
    const letters = new PageLetters(receive);
    port.postMessage({ kind: 'letters', buffer: letters.#buffer } satisfies ClientMessage);
    return letters;
  }

  /** A message of the engine has arrived. */
  noteMessage(): void {
    this.#messages += 1;
  }

  /** Gives whether the call went this way. */
  send(call: CarriedCall, numbered: Numbered): boolean {
    // JSON has no other numbers.
    if (!Number.isFinite(call.options.deadlineMs ?? 0)) return false;
    const isPosted = this.#requests.post(packRequestLetter({ call, ...numbered, messages: this.#messages }));
    if (isPosted && !this.#isListening) void this.#listen();
    return isPosted;
  }

  close(): void {
    this.#isClosed = true;
    this.#answers.wake();
  }

  async #listen(): Promise<void> {
    this.#isListening = true;
    for (;;) {
      this.#takeAnswer();
      // An answer may have been the last thing its caller wanted.
      if (this.#isClosed) return;
      await this.#answers.waitForLetter();
    }
  }

  /** As with a message, one that cannot be handled does not keep the next from being read. */
  #takeAnswer(): void {
    const letter = this.#isClosed ? undefined : this.#answers.take();
    if (letter === undefined) return;
    try {
      this.#receive({ kind: 'classified', key: letter.text, packed: letter.words.buffer });
    } catch (error) {
      reportError(error);
    }
  }
}
