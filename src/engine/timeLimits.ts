import type { Clock } from '../core/clock.ts';

interface Limit {
  readonly at: number;
  readonly giveUp: () => void;
  place: number;
}

/** Gives up on what takes too long: one timer for all that is waited for, as one for each would cost more than most of it takes. */
export class TimeLimits {
  readonly #clock: Clock;
  /** In no order: a set that is emptied again and again leaves a trail of its tables for the garbage collector. */
  readonly #open: Limit[] = [];
  #cancel: (() => void) | undefined;
  #armedFor = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What a promise gives within a time; undefined when it takes longer or rejects. */
  settleWithin<Value>(ms: number, promise: Promise<Value>): Promise<Value | undefined> {
    return new Promise((resolve) => {
      const limit: Limit = {
        at: this.#clock.now() + ms,
        giveUp: () => {
          resolve(undefined);
        },
        place: this.#open.length,
      };
      this.#open.push(limit);
      this.#arm(limit.at);
      promise.then(
        (value) => {
          this.#end(limit);
          resolve(value);
        },
        () => {
          this.#end(limit);
          limit.giveUp();
        },
      );
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
    for (const limit of this.#open.slice()) {
      if (limit.at > now) this.#arm(limit.at);
      else {
        this.#end(limit);
        limit.giveUp();
      }
    }
  };

  #end(limit: Limit): void {
    if (this.#open[limit.place] !== limit) return;
    const last = this.#open.pop() as Limit;
    if (last === limit) return;
    last.place = limit.place;
    this.#open[last.place] = last;
  }
}
