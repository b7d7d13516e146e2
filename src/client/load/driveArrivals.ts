import { openWaker } from './openWaker.ts';

/** So many arrivals within so little time leave together: waiting for each by itself would take a core from those that answer. */
const crowd = 4;
const crowdMs = 0.25;

/**
 * Calls `send` for every arrival when it is due, all that are due in one go; times count from `startAt`. Resolves after the last one
 * or on abort.
 */
export function driveArrivals(
  arrivals: Float64Array,
  startAt: number,
  signal: AbortSignal,
  send: (intendedMs: number, nowMs: number) => void,
): Promise<void> {
  return new Promise((resolve) => {
    let next = 0;
    const step = (): void => {
      const nowMs = performance.now() - startAt;
      // What fell due since an abort is not offered any more.
      while (!signal.aborted && next < arrivals.length && (arrivals[next] as number) <= nowMs) {
        send(arrivals[next] as number, nowMs);
        next += 1;
      }
      if (next < arrivals.length && !signal.aborted) {
        const isCrowd = (arrivals[next + crowd - 1] ?? Infinity) - nowMs < crowdMs;
        waker.wakeIn(isCrowd ? crowdMs : (arrivals[next] as number) - nowMs);
        return;
      }
      waker.close();
      resolve();
    };
    const waker = openWaker(step);
    step();
  });
}
