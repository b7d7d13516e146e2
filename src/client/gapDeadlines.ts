import type { WaitingCalls } from './waitingCalls.ts';

/** A longer timeout would overflow and fire at once. */
const longestTimeoutMs = 2 ** 31 - 1;

/** Deadlines pass also while there is no engine that would tell so. */
export class GapDeadlines {
  readonly #waiting: WaitingCalls;
  readonly #onLate: (ids: readonly number[]) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(waiting: WaitingCalls, onLate: (ids: readonly number[]) => void) {
    this.#waiting = waiting;
    this.#onLate = onLate;
  }

  /** Watches what waits now; call it again when more does. */
  watch(): void {
    this.stop();
    const nextAt = this.#waiting.nextDeadlineAt();
    if (nextAt === undefined) return;
    this.#timer = setTimeout(
      () => {
        this.#onLate(this.#waiting.findLate(performance.now()));
        this.watch();
      },
      Math.min(nextAt - performance.now(), longestTimeoutMs),
    );
  }

  /** An engine is there and watches them itself. */
  stop(): void {
    clearTimeout(this.#timer);
  }
}
