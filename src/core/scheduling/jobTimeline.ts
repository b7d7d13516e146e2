/** A job as its instance was given it. */
export interface TimedJob {
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

  /** Gives what {@link finish} is to be told. */
  post(expectedMs: number, now: number): TimedJob {
    const job = { expectedMs, postedAt: now };
    this.#jobs.push(job);
    return job;
  }

  /** A job ended; mostly the first, but answers may arrive by ways of different length. */
  finish(job: TimedJob, now: number): ServedJob {
    this.forget(job);
    const servedMs = now - Math.max(job.postedAt, this.#lastEndAt);
    this.#lastEndAt = now;
    return { expectedMs: job.expectedMs, servedMs };
  }

  /** A job that was never run. */
  forget(job: TimedJob): void {
    const index = this.#jobs.indexOf(job);
    if (index !== -1) this.#jobs.splice(index, 1);
  }

  /** Until everything given is done, by expectation: a run that overstays counts as about to end. */
  remainingMs(now: number): number {
    const [first, ...waiting] = this.#jobs;
    if (first === undefined) return 0;
    const elapsedMs = now - Math.max(first.postedAt, this.#lastEndAt);
    return waiting.reduce((sum, job) => sum + job.expectedMs, Math.max(0, first.expectedMs - elapsedMs));
  }
}
