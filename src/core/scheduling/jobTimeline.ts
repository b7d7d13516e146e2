interface TimedJob {
  readonly expectedMs: number;
  readonly postedAt: number;
}

/** How long a finished job was expected to take, and how long its instance was taken up by it. */
export interface ServedJob {
  readonly expectedMs: number;
  readonly servedMs: number;
}

/** The jobs of one instance in time: one runs, the others wait behind it in order. */
export class JobTimeline {
  readonly #jobs: TimedJob[] = [];
  #lastEndAt = 0;

  /** Jobs given and not finished. */
  get count(): number {
    return this.#jobs.length;
  }

  post(expectedMs: number, now: number): void {
    this.#jobs.push({ expectedMs, postedAt: now });
  }

  /** The first job ended. */
  finish(now: number): ServedJob {
    const job = this.#jobs.shift();
    if (job === undefined) return { expectedMs: 0, servedMs: 0 };
    const servedMs = now - Math.max(job.postedAt, this.#lastEndAt);
    this.#lastEndAt = now;
    return { expectedMs: job.expectedMs, servedMs };
  }

  /** Until everything given is done, by expectation: a run that overstays counts as about to end. */
  remainingMs(now: number): number {
    const [first, ...waiting] = this.#jobs;
    if (first === undefined) return 0;
    const elapsedMs = now - Math.max(first.postedAt, this.#lastEndAt);
    return waiting.reduce((sum, job) => sum + job.expectedMs, Math.max(0, first.expectedMs - elapsedMs));
  }
}
