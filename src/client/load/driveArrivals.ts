/** An arrival this near is waited for in short tasks; timers come too late for it. */
const nearMs = 4;
/** Timers are asked to come this much early. */
const earlyMs = 3;
/** A page that is hidden meanwhile gets its timers late, so none is long. */
const longestTimerMs = 200;

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
    const { port1, port2 } = new MessageChannel();
    let next = 0;
    const step = (): void => {
      const nowMs = performance.now() - startAt;
      while (next < arrivals.length && (arrivals[next] as number) <= nowMs) {
        send(arrivals[next] as number, nowMs);
        next += 1;
      }
      if (next === arrivals.length || signal.aborted) {
        port1.close();
        resolve();
        return;
      }
      const gapMs = (arrivals[next] as number) - nowMs;
      if (gapMs > nearMs && !document.hidden) {
        setTimeout(step, Math.min(gapMs - earlyMs, longestTimerMs));
      } else port2.postMessage(0);
    };
    port1.onmessage = step;
    step();
  });
}
