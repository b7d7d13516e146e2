/** Time as a port: the core never reads a clock of its own. */
export interface Clock {
  /** Milliseconds on a monotonic scale that all realms of a browser share (epoch based). */
  now(): number;
  /** Runs once after `delayMs`; returns the cancel. */
  after(delayMs: number, run: () => void): () => void;
  /** Runs once in a later task, after what has arrived meanwhile, without the delay of a timer. */
  soon(run: () => void): void;
}
