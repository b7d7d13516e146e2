import type { Clock } from '../core/clock.ts';
import { ChurningMap } from '../core/collections/churningMap.ts';

/** Does a part of something; gives whether all of it is done. */
export type Work = () => boolean;

/** So long others wait at most for one slice: what comes meanwhile, and the timers of deadlines. */
const sliceMs = 4;

/** Does long work in slices, so that what arrives meanwhile is not kept waiting. Work of one key is done in the order in which it came. */
export class SlicedWork {
  readonly #clock: Clock;
  readonly #waiting = new ChurningMap<string, Work[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Begins at once, unless earlier work of this key is not done. */
  run(key: string, work: Work): void {
    const waiting = this.#waiting.get(key);
    if (waiting !== undefined) waiting.push(work);
    else if (!work()) {
      this.#waiting.set(key, [work]);
      this.#goOnSoon(key);
    }
  }

  /** A way to ask whether the slice that begins now is over. */
  startSlice(): () => boolean {
    const endAt = this.#clock.now() + sliceMs;
    return () => this.#clock.now() >= endAt;
  }

  #goOnSoon(key: string): void {
    this.#clock.soon(() => {
      const isOver = this.startSlice();
      const waiting = this.#waiting.get(key) ?? [];
      try {
        while (waiting.length > 0 && !isOver()) {
          const [work] = waiting as [Work];
          // Taken out first, so that work that throws does not hold up what comes after it.
          waiting.shift();
          if (work()) continue;
          waiting.unshift(work);
          break;
        }
      } finally {
        if (waiting.length === 0) this.#waiting.delete(key);
        else this.#goOnSoon(key);
      }
    });
  }
}
