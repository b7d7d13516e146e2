import type { Clock } from '../core/clock.ts';
import type { ExecutionMarks, Instance, Job, JobResult } from '../core/ports.ts';
import { WindowedCounter } from '../core/telemetry/windowedCounter.ts';
import { coveredSeconds } from '../core/telemetry/windowedHistogram.ts';
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
  readonly #busyMs = new WindowedCounter();
  #lastEndAt = 0;

  constructor(instance: Instance, clock: Clock, onHung: () => void) {
    this.instance = instance;
    this.#clock = clock;
    this.#onHung = onHung;
  }

  get jobs(): number {
    return this.#jobs.length;
  }

  /** Share of the last ten seconds in which a run was in progress. */
  get busyShare(): number {
    const now = this.#clock.now();
    return Math.min(1, this.#busyMs.window(now) / (coveredSeconds(now) * 1000));
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
    const expected = expectedMs !== undefined && Number.isFinite(expectedMs) ? expectedMs : 0;
    const limitMs = Math.max(minHangMs, hangFactor * expected) * (this.#jobs.length + 1);
    const running: RunningJob = { items, cancelWatchdog: this.#clock.after(limitMs, this.#onHung) };
    this.#jobs.push(running);
    this.instance.post(job, (outcome) => {
      running.cancelWatchdog();
      this.#jobs.splice(this.#jobs.indexOf(running), 1);
      if (!(outcome instanceof Error)) this.countBusy(outcome);
      settle(outcome);
    });
  }

  /** Stops the worker; its jobs are the caller's to replay or fail. */
  dispose(): void {
    for (const job of this.#jobs) job.cancelWatchdog();
    this.#jobs.length = 0;
    this.instance.terminate();
  }

  /** Notes one run; runs that overlap on the clock count once. */
  countBusy({ computeStartAt, computeEndAt }: ExecutionMarks): void {
    const startAt = Math.max(computeStartAt, this.#lastEndAt);
    this.#lastEndAt = Math.max(computeEndAt, this.#lastEndAt);
    if (computeEndAt > startAt) this.#busyMs.add(computeEndAt - startAt, this.#clock.now());
  }
}
