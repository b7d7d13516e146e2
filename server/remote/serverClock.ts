import type { Clock } from '../../src/core/clock.ts';
import { absoluteNow } from '../../src/platform/workers/absoluteNow.ts';

/** A longer timeout would overflow and fire at once. */
const longestTimeoutMs = 2 ** 31 - 1;

/** The real clock, whose timers do not keep a process alive that has stopped serving. */
export const serverClock: Clock = {
  now: absoluteNow,
  after: (delayMs, run) => {
    const dueAt = absoluteNow() + delayMs;
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      const leftMs = dueAt - absoluteNow();
      timer = setTimeout(leftMs > longestTimeoutMs ? wait : run, Math.min(leftMs, longestTimeoutMs));
      timer.unref();
    };
    wait();
    return () => {
      clearTimeout(timer);
    };
  },
  soon: (run) => {
    setImmediate(run);
  },
};
