import { NearsideError } from '../core/errors.ts';
import { browserClock } from '../platform/browserClock.ts';
import type { WaitingCalls } from './waitingCalls.ts';

/** Deadlines pass also while there is no engine that would tell so. */
export class GapDeadlines {
  readonly #waiting: WaitingCalls;
  readonly #onLate: (ids: readonly number[], error: NearsideError) => void;
  #cancel: (() => void) | undefined;

  constructor(waiting: WaitingCalls, onLate: (ids: readonly number[], error: NearsideError) => void) {
    this.#waiting = waiting;
    this.#onLate = onLate;
  }

  /** Watches what waits now; call it again when more does. */
  watch(): void {
    this.stop();
    const nextAt = this.#waiting.nextDeadlineAt();
    if (nextAt === undefined) return;
    this.#cancel = browserClock.after(nextAt - performance.now(), () => {
      const message = 'The deadline passed while the engine was lost.';
      const error = new NearsideError('deadline', message, { refusal: 'expired' });
      this.#onLate(this.#waiting.findLate(performance.now()), error);
      this.watch();
    });
  }

  /** An engine is there and watches them itself. */
  stop(): void {
    this.#cancel?.();
  }
}
