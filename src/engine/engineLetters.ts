import { Letterbox, letterboxBytes } from '../platform/workers/letterbox.ts';
import type { ClientMessage, EngineMessage } from './clientMessages.ts';
import { idOfLone } from './packedAnswers.ts';
import { toMessage, unpackRequestLetter } from './requestLetter.ts';

/** The memory of a page's letters: a box for requests, one for answers. */
export const lettersBytes = 2 * letterboxBytes;

/**
 * The engine's end of the memory that it shares with its page: a lone request, and its answer if that is a classification, go by it.
 * Everything else is a message, and is there before what was posted after it.
 */
export class EngineLetters {
  readonly #receive: (message: ClientMessage) => void;
  #requests: Letterbox | undefined;
  #answers: Letterbox | undefined;
  #awaitedId: number | undefined;
  #leads = 0;
  #leadsKnown = 0;

  constructor(receive: (message: ClientMessage) => void) {
    this.#receive = receive;
  }

  /** Listens until it is closed. */
  open(buffer: SharedArrayBuffer): void {
    this.#requests = new Letterbox(buffer);
    this.#answers = new Letterbox(buffer, letterboxBytes);
    void this.#listen(this.#requests);
  }

  /** Takes what lies here: with every message, since that may refer to it. */
  drain(): void {
    const letter = this.#requests?.take();
    if (letter === undefined) return;
    const lone = unpackRequestLetter(letter);
    this.#awaitedId = lone.parcel.firstId;
    this.#leadsKnown = lone.leads;
    this.#receive(toMessage(lone));
  }

  /** Takes over the answer to the latest letter; false for what has to be a message. */
  carry(message: EngineMessage): boolean {
    if (message.kind === 'lead') this.#leads += 1;
    if (message.kind !== 'classified' || this.#awaitedId === undefined) return false;
    // A lead that is still on its way would come after the answer.
    if (this.#leads !== this.#leadsKnown) return false;
    const words = new Int32Array(message.packed);
    if (idOfLone(words) !== this.#awaitedId) return false;
    this.#awaitedId = undefined;
    return this.#answers?.post({ numbers: [], text: message.key, words }) ?? false;
  }

  close(): void {
    const requests = this.#requests;
    this.#requests = undefined;
    requests?.wake();
  }

  async #listen(requests: Letterbox): Promise<void> {
    for (;;) {
      this.drain();
      if (this.#requests !== requests) return;
      await requests.waitForLetter();
    }
  }
}
