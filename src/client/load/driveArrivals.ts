import { openWaker } from './openWaker.ts';

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
      while (next < arrivals.length && (arrivals[next] as number) <= nowMs) {
        send(arrivals[next] as number, nowMs);
        next += 1;
      }
      if (next < arrivals.length && !signal.aborted) {
        waker.wakeIn((arrivals[next] as number) - nowMs);
        return;
      }
      waker.close();
      resolve();
    };
    const waker = openWaker(step);
    step();
  });
}
