export interface Waker {
  /** Calls the step once, `delayMs` from now or a little sooner. */
  wakeIn(delayMs: number): void;
  close(): void;
}

/** Both ways to sleep wake about a tenth of a millisecond late: that much is spent in tasks that only look at the clock. */
const lateMs = 0.15;
const timerTickMs = 1;
/** A stop is noticed this soon. */
const longestSleepMs = 200;

/**
 * Wakes to a fraction of a millisecond without keeping the thread busy: by a timed wait on shared memory where the page is isolated,
 * else by a timer for whole milliseconds; what is left, and all of it while the page is hidden and its timers slow, goes by in
 * empty tasks.
 */
export function openWaker(step: () => void): Waker {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = step;
  // The task in between keeps timers from nesting: nested ones last four milliseconds at the least.
  const post = (): void => {
    port2.postMessage(0);
  };
  const canWaitAsync = globalThis.crossOriginIsolated && 'waitAsync' in Atomics;
  const word = canWaitAsync ? new Int32Array(new SharedArrayBuffer(4)) : undefined;
  return {
    wakeIn: (delayMs) => {
      const sleepMs = Math.min(delayMs - lateMs, longestSleepMs);
      if (sleepMs <= 0 || document.hidden) post();
      else if (word !== undefined) {
        const wait = Atomics.waitAsync(word, 0, 0, sleepMs);
        if (wait.async) void wait.value.then(step);
        else post();
      } else if (sleepMs >= timerTickMs) setTimeout(post, Math.floor(sleepMs));
      else post();
    },
    close: () => {
      port1.close();
    },
  };
}
