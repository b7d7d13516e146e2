import type { Clock } from '../core/clock.ts';
import type { Instance, Job, JobResult } from '../core/ports.ts';
import type { QueueItem } from './engineRequest.ts';

const minHangMs = 30_000;
const hangFactor = 20;

interface RunningJob {
  readonly items: readonly QueueItem[];
  readonly cancelWatchdog: () => void;
}

/** An instance with the jobs it was given: at most one runs and one waits behind it. */
export class InstanceSlot {
  readonly instance: Instance;
  readonly #clock: Clock;
  readonly #onHung: () => void;
  readonly #jobs: RunningJob[] = [];
  #busyMs = 0;
  #lastEndAt = 0;

  constructor(instance: Instance, clock: Clock, onHung: () => void) {
    this.instance = instance;
    this.#clock = clock;
    this.#onHung = onHung;
  }

  get jobs(): number {
    return this.#jobs.length;
  }

  /** Milliseconds spent in runs since the start. */
  get busyMs(): number {
    return this.#busyMs;
  }

  /** The items of every job that was given and not answered, the running one first. */
  get itemsByJob(): readonly (readonly QueueItem[])[] {
    return this.#jobs.map((job) => job.items);
  }

  /** A run longer than max(30 s, 20 × what it should take) counts as hung. */
  post(
    job: Job,
    items: readonly QueueItem[],
    expectedMs: number | undefined,
    settle: (outcome: JobResult | Error) => void,
  ): void {
    const limitMs = Math.max(minHangMs, hangFactor * (expectedMs ?? 0)) * (this.#jobs.length + 1);
    const running: RunningJob = { items, cancelWatchdog: this.#clock.after(limitMs, this.#onHung) };
    this.#jobs.push(running);
    this.instance.post(job, (outcome) => {
      running.cancelWatchdog();
      this.#jobs.splice(this.#jobs.indexOf(running), 1);
      if (!(outcome instanceof Error)) this.#countBusy(outcome);
      settle(outcome);
    });
  }

  /** Stops the worker; its jobs are the caller's to replay or fail. */
  dispose(): void {
    for (const job of this.#jobs) job.cancelWatchdog();
    this.#jobs.length = 0;
    this.instance.terminate();
  }

  #countBusy({ computeStartAt, computeEndAt }: JobResult): void {
    this.#busyMs += computeEndAt - Math.max(computeStartAt, this.#lastEndAt);
    this.#lastEndAt = computeEndAt;
  }
}
