import type { Clock } from '../core/clock.ts';
import { ChurningMap } from '../core/collections/churningMap.ts';

interface Limit {
  readonly at: number;
  readonly end: () => void;
}

/** Gives up on what takes too long: one timer for all that is waited for, as one for each would cost more than most of it takes. */
export class TimeLimits {
  readonly #clock: Clock;
  readonly #open = new ChurningMap<Limit, true>();
  #cancel: (() => void) | undefined;
  #armedFor = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What a promise gives within a time; undefined when it takes longer or rejects. */
  settleWithin<Value>(ms: number, promise: Promise<Value>): Promise<Value | undefined> {
    return new Promise((resolve) => {
      const end = (value?: Value): void => {
        this.#open.delete(limit);
        resolve(value);
      };
      const limit: Limit = { at: this.#clock.now() + ms, end };
      this.#open.set(limit, true);
      this.#arm(limit.at);
      promise.then(end, () => {
        end();
      });
    });
  }

  /** The timer outlives what it was set for: what comes next needs one soon after. */
  #arm(at: number): void {
    if (at >= this.#armedFor) return;
    this.#cancel?.();
    this.#armedFor = at;
    this.#cancel = this.#clock.after(Math.max(0, at - this.#clock.now()), this.#giveUpLate);
  }

  readonly #giveUpLate = (): void => {
    this.#armedFor = Number.POSITIVE_INFINITY;
    const now = this.#clock.now();
    for (const limit of [...this.#open.keys()]) {
      if (limit.at > now) this.#arm(limit.at);
      else limit.end();
    }
  };
}
