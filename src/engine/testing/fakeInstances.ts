import type { Clock } from '../../core/clock.ts';
import { NearsideError } from '../../core/errors.ts';
import type {
  Instance,
  InstanceEvents,
  InstanceFactory,
  InstanceReport,
  InstanceSpec,
  Job,
  JobResult,
} from '../../core/ports.ts';
import { fakeModel, fakeReport } from './fakeModels.ts';

/** A row that holds this in its second place makes its run fail. */
export const poison: number = -1;
/** A row that holds this in its second place makes its run last forever. */
export const endless: number = -2;

/** A job as it was posted: its rows in order. */
export interface PostedJob {
  readonly model: string;
  readonly instance: number;
  readonly rows: readonly Float32Array[];
  readonly ahead: number;
}

interface PendingJob {
  readonly rows: readonly Float32Array[];
  readonly job: Job;
  readonly settle: (outcome: JobResult | Error) => void;
}

/** How the next loads end; when none is left, they succeed. */
export type LoadOutcome = 'ready' | 'death' | NearsideError;

export class FakeInstance implements Instance {
  readonly ready: Promise<InstanceReport>;
  readonly spec: InstanceSpec;
  readonly id: number;
  readonly #clock: Clock;
  readonly #events: InstanceEvents;
  readonly #posted: PostedJob[];
  readonly #mark: number;
  readonly #slowdown: () => number;
  readonly #jobs: PendingJob[] = [];
  #cancelRun: (() => void) | undefined;
  #fail: (error: Error) => void = () => undefined;
  isGone = false;
  isReady = false;

  constructor(
    id: number,
    spec: InstanceSpec,
    events: InstanceEvents,
    factory: Pick<FakeFactory, 'clock' | 'posted' | 'loadMs' | 'marksVersions' | 'slowdown'>,
    outcome: LoadOutcome,
  ) {
    this.id = id;
    this.spec = spec;
    this.#clock = factory.clock;
    this.#events = events;
    this.#posted = factory.posted;
    this.#slowdown = () => factory.slowdown();
    this.#mark = factory.marksVersions ? markOf(spec) : 0;
    this.ready = new Promise((resolve, reject) => {
      this.#fail = reject;
      this.#cancelRun = this.#clock.after(factory.loadMs, () => {
        if (outcome === 'ready') {
          this.isReady = true;
          resolve(fakeReport(spec.model));
        } else if (outcome === 'death') this.lose('died while loading');
        else reject(outcome);
      });
    });
    this.ready.catch(() => undefined);
  }

  /** The rows of the run in progress. */
  get running(): readonly Float32Array[] {
    return this.#jobs[0]?.rows ?? [];
  }

  poll(): void {
    // Nothing finishes behind the fake clock's back.
  }

  post(job: Job, settle: (outcome: JobResult | Error) => void): void {
    if (this.isGone) return;
    const [input] = job.inputs;
    if (input?.kind !== 'numeric') throw new Error('Expected one numeric input.');
    const [count = 0, width = 0] = input.shape;
    const values = new Float32Array(count * width);
    input.fill(values);
    const rows = Array.from({ length: count }, (_, row) => values.subarray(row * width, (row + 1) * width));
    this.#posted.push({ model: this.spec.model, instance: this.id, rows, ahead: this.#jobs.length });
    this.#jobs.push({ rows, job, settle });
    if (this.#jobs.length === 1) this.#runNext();
  }

  openLane(): undefined {
    return undefined;
  }

  collectExpress(): void {
    // No express requests here.
  }

  terminate(): void {
    this.isGone = true;
    this.#cancelRun?.();
    this.#jobs.length = 0;
    this.#fail(new NearsideError('worker-lost', 'The worker was stopped.'));
  }

  /** The worker dies. */
  lose(reason: string): void {
    if (this.isGone) return;
    this.terminate();
    this.#events.onLost(reason);
  }

  #runNext(): void {
    const [next] = this.#jobs;
    if (next === undefined || next.rows.some((row) => row[1] === endless)) return;
    const { fixedMs, rowMs } = fakeModel(this.spec.model);
    const computeStartAt = this.#clock.now();
    this.#cancelRun = this.#clock.after((fixedMs + next.rows.length * rowMs) * this.#slowdown(), () => {
      this.#jobs.shift();
      const outcome = next.rows.some((row) => row[1] === poison)
        ? new NearsideError('bad-input', 'poisoned')
        : resultOf(next, this.#mark, computeStartAt, this.#clock.now());
      this.#runNext();
      next.settle(outcome);
    });
  }
}

/** What a version adds to the first number: nothing for version 1. */
export function versionMark(version: string): number {
  return (Number(version) - 1) * 1_000_000;
}

function markOf({ file }: InstanceSpec): number {
  return versionMark(/\/(\d+)\/[^/]*$/.exec(file.url)?.[1] ?? '1');
}

/** y is twice the first number, with the version's mark, and the width; z the first number with the mark. */
function resultOf(
  { rows, job }: PendingJob,
  mark: number,
  computeStartAt: number,
  computeEndAt: number,
): JobResult {
  const y = Float32Array.from(rows.flatMap((row) => [2 * (row[0] as number) + mark, row.length]));
  const z = Int32Array.from(rows, (row) => (row[0] as number) + mark);
  const outputs = [
    { datatype: 'FP32', shape: [rows.length, 2], data: y } as const,
    { datatype: 'INT32', shape: [rows.length, 1], data: z } as const,
  ];
  return {
    outputs: job.outputs.map((index) => outputs[index] as (typeof outputs)[number]),
    computeStartAt,
    computeInputEndAt: computeStartAt,
    computeOutputStartAt: computeEndAt,
    computeEndAt,
  };
}

/** Makes fake instances and remembers them and their jobs. */
export class FakeFactory implements InstanceFactory {
  readonly instances: FakeInstance[] = [];
  readonly posted: PostedJob[] = [];
  readonly outcomes: LoadOutcome[] = [];
  readonly clock: Clock;
  loadMs = 20;
  /** Whether answers tell versions apart. */
  marksVersions = true;
  /** How many times longer than reported the next run takes. */
  slowdown: () => number = () => 1;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  get living(): readonly FakeInstance[] {
    return this.instances.filter((instance) => !instance.isGone);
  }

  create(spec: InstanceSpec, events: InstanceEvents): Instance {
    const instance = new FakeInstance(
      this.instances.length,
      spec,
      events,
      this,
      this.outcomes.shift() ?? 'ready',
    );
    this.instances.push(instance);
    return instance;
  }
}
