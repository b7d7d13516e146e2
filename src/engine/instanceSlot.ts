import type { Clock } from '../core/clock.ts';
import type { ExecutionMarks, Instance, Job, JobResult } from '../core/ports.ts';
import { JobTimeline, type ServedJob } from '../core/scheduling/jobTimeline.ts';
import { WindowedCounter } from '../core/telemetry/windowedCounter.ts';
import { coveredSeconds } from '../core/telemetry/windowedHistogram.ts';
import type { QueueItem } from './engineRequest.ts';

const minHangMs = 30_000;
const hangFactor = 20;

interface GivenJob {
  readonly items: readonly QueueItem[];
  readonly limitMs: number;
}

/** An instance with the jobs it was given: at most one runs and one waits behind it. */
export class InstanceSlot {
  readonly instance: Instance;
  readonly #clock: Clock;
  readonly #onHung: () => void;
  readonly #jobs: GivenJob[] = [];
  readonly #timeline = new JobTimeline();
  readonly #busyMs = new WindowedCounter();
  #lastEndAt = 0;
  #watchdog: { readonly at: number; readonly cancel: () => void } | undefined;
  /** When the job that runs counts as hung; infinite without one. */
  #hungAt = Number.POSITIVE_INFINITY;

  constructor(instance: Instance, clock: Clock, onHung: () => void) {
    this.instance = instance;
    this.#clock = clock;
    this.#onHung = onHung;
  }

  get jobs(): number {
    return this.#jobs.length;
  }

  /** Until the given jobs are done, by expectation. */
  get remainingMs(): number {
    return this.#jobs.length === 0 ? 0 : this.#timeline.remainingMs(this.#clock.now());
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
    expectedMs: number,
    settle: (outcome: JobResult | Error, served: ServedJob) => void,
  ): void {
    const given: GivenJob = { items, limitMs: Math.max(minHangMs, hangFactor * expectedMs) };
    const timed = this.#timeline.post(expectedMs, this.#clock.now());
    this.#jobs.push(given);
    if (this.#jobs.length === 1) this.#watch();
    try {
      this.instance.post(job, (outcome) => {
        this.#remove(given);
        const served = this.#timeline.finish(timed, this.#clock.now());
        if (!(outcome instanceof Error)) this.countBusy(outcome);
        settle(outcome, served);
      });
    } catch (error) {
      this.#remove(given);
      this.#timeline.forget(timed);
      throw error;
    }
  }

  /** Stops the worker; its jobs are the caller's to replay or fail. */
  dispose(): void {
    this.#watchdog?.cancel();
    this.#watchdog = undefined;
    this.#jobs.length = 0;
    this.instance.terminate();
  }

  /** Notes one run; runs that overlap on the clock count once. */
  countBusy({ computeStartAt, computeEndAt }: ExecutionMarks): void {
    const startAt = Math.max(computeStartAt, this.#lastEndAt);
    this.#lastEndAt = Math.max(computeEndAt, this.#lastEndAt);
    if (computeEndAt > startAt) this.#busyMs.add(computeEndAt - startAt, this.#clock.now());
  }

  #remove(given: GivenJob): void {
    const index = this.#jobs.indexOf(given);
    if (index !== -1) this.#jobs.splice(index, 1);
    if (index === 0) this.#watch();
  }

  /** The limit counts for the job that runs. A timer for each would cost more than all else that a job costs here. */
  #watch(): void {
    const [running] = this.#jobs;
    this.#hungAt = this.#clock.now() + (running?.limitMs ?? Number.POSITIVE_INFINITY);
    if (running !== undefined) this.#wakeAt(this.#hungAt);
  }

  #wakeAt(at: number): void {
    if (this.#watchdog !== undefined && this.#watchdog.at <= at) return;
    this.#watchdog?.cancel();
    const cancel = this.#clock.after(at - this.#clock.now(), () => {
      this.#watchdog = undefined;
      if (this.#hungAt === Number.POSITIVE_INFINITY) return;
      if (this.#hungAt <= this.#clock.now()) this.#onHung();
      else this.#wakeAt(this.#hungAt);
    });
    this.#watchdog = { at, cancel };
  }
}
