import type { Clock } from '../core/clock.ts';
import { absoluteNow } from './workers/absoluteNow.ts';

/** A longer timeout would overflow and fire at once. */
const longestTimeoutMs = 2 ** 31 - 1;

const channel = new MessageChannel();
const due: (() => void)[] = [];
channel.port1.onmessage = () => {
  due.shift()?.();
};

/** The real clock of this realm, on the scale that all realms share. */
export const browserClock: Clock = {
  now: absoluteNow,
  after: (delayMs, run) => {
    const dueAt = absoluteNow() + delayMs;
    let timer: ReturnType<typeof setTimeout>;
    const wait = (): void => {
      const leftMs = dueAt - absoluteNow();
      timer = setTimeout(leftMs > longestTimeoutMs ? wait : run, Math.min(leftMs, longestTimeoutMs));
    };
    wait();
    return () => {
      clearTimeout(timer);
    };
  },
  soon: (run) => {
    due.push(run);
    channel.port2.postMessage(undefined);
  },
};
