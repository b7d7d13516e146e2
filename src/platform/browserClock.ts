import type { Clock } from '../core/clock.ts';
import { absoluteNow } from './workers/absoluteNow.ts';

/** The real clock of this realm, on the scale that all realms share. */
export const browserClock: Clock = {
  now: absoluteNow,
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};
