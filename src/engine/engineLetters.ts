import { Letterbox, letterboxBytes } from '../platform/workers/letterbox.ts';
import type { ClientMessage, EngineMessage } from './clientMessages.ts';
import { idOfLone } from './packedAnswers.ts';
import { unpackRequestLetter } from './requestLetter.ts';

/** The memory of a page's letters: a box for requests, one for answers. */
export const lettersBytes = 2 * letterboxBytes;

/**
 * The engine's end of the memory that it shares with its page: a lone request, and its answer if that is a classification, go by it.
 * Everything else is a message. A letter is taken before any message that was posted after it, and an answer goes by letter only where
 * every message before it has arrived.
 */
export class EngineLetters {
  readonly #receive: (message: ClientMessage) => void;
  #requests: Letterbox | undefined;
  #answers: Letterbox | undefined;
  #awaitedId: number | undefined;
  #messages = 0;
  #messagesKnown = 0;

  constructor(receive: (message: ClientMessage) => void) {
    this.#receive = receive;
  }

  /** Listens until it is closed. */
  open(buffer: SharedArrayBuffer): void {
    this.#requests = new Letterbox(buffer);
    this.#answers = new Letterbox(buffer, letterboxBytes);
    // As if a message had thrown: the engine counts as lost.
    this.#listen(this.#requests).catch((error: unknown) => {
      reportError(error);
    });
  }

  /** Takes what lies here: with every message, since that may refer to it. */
  drain(): void {
    const letter = this.#requests?.take();
    if (letter === undefined) return;
    const { parcel, requestStartAt, messages } = unpackRequestLetter(letter);
    this.#awaitedId = parcel.firstId;
    this.#messagesKnown = messages;
    this.#receive({ kind: 'requests', requestStartAt, parcels: [parcel] });
  }

  /** Takes over the answer to the latest letter; false for what has to be a message, which counts as posted. */
  carry(message: EngineMessage): boolean {
    const isCarried = message.kind === 'classified' && this.#post(message);
    if (!isCarried) this.#messages += 1;
    return isCarried;
  }

  /** Wakes the page for the answer to its letter while that is still being made up: a thread is awake as long after as this takes. */
  announce(id: number): void {
    if (id === this.#awaitedId) this.#answers?.wake();
  }

  close(): void {
    const requests = this.#requests;
    this.#requests = undefined;
    requests?.wake();
  }

  #post({ key, packed }: EngineMessage & { readonly kind: 'classified' }): boolean {
    if (this.#awaitedId === undefined || this.#messages !== this.#messagesKnown) return false;
    const words = new Int32Array(packed);
    if (idOfLone(words) !== this.#awaitedId) return false;
    this.#awaitedId = undefined;
    return this.#answers?.post({ numbers: [], text: key, words }) ?? false;
  }

  async #listen(requests: Letterbox): Promise<void> {
    for (;;) {
      this.drain();
      if (this.#requests !== requests) return;
      await requests.waitForLetter();
    }
  }
}
