import type { Clock } from '../core/clock.ts';
import type { DeviceProbe, UsageStore } from '../core/ports.ts';
import { ModelRecorder } from '../core/telemetry/modelRecorder.ts';
import { IdleWork } from './idleWork.ts';
import { loadAhead } from './loadAhead.ts';
import type { LoadedView } from './loadedView.ts';
import type { ModelHost } from './modelHost.ts';
import { repeatCalibration } from './repeatCalibration.ts';
import type { ResultCache } from './resultCache.ts';
import { UsageBook } from './usageBook.ts';

export interface IdleTaskSources {
  readonly clock: Clock;
  readonly hosts: ReadonlyMap<string, ModelHost>;
  readonly cache: Pick<ResultCache, 'ahead'>;
  readonly probe: DeviceProbe;
  readonly usageStore?: UsageStore | undefined;
  /** What all loaded models together may take. */
  readonly budgetBytes: () => number;
}

/** Requests that went past the engine leave a record; when it is looked for, after a model began to serve. */
const looksAfterMs = [10_000, 60_000];

/** What the engine does of itself while nobody asks it for anything: answers, loads and measurements ahead of their need. */
export class IdleTasks {
  readonly #sources: IdleTaskSources;
  readonly #work: IdleWork;
  readonly #usage: UsageBook;
  readonly #measured = new Set<string>();
  #arrivals = 0;
  #hasServed = false;

  constructor(sources: IdleTaskSources) {
    this.#sources = sources;
    const { clock, hosts, probe, usageStore: store } = sources;
    this.#usage = new UsageBook({ store, wallTime: () => probe.wallTime() });
    this.#work = new IdleWork({
      clock,
      isBusy: () => [...hosts.values()].some(isBusy),
      countArrivals: () => this.#arrivals,
    });
  }

  /** A caller asks for something. */
  noteArrival(): void {
    this.#arrivals += 1;
  }

  /** Counts a model's requests; its first answer is noted as a use in this visit. */
  makeRecorder(model: string): ModelRecorder {
    return new ModelRecorder(() => {
      this.#usage.note(model);
    });
  }

  /** Another version of a model, or the same in another form, serves from now on. */
  noteServing(host: ModelHost, { deployment, version }: LoadedView): void {
    if (deployment === undefined) return;
    const { cache, probe } = this.#sources;
    const answers = cache.ahead.plan(deployment);
    if (answers !== undefined) this.#work.start(`answers of ${host.name}`, answers);
    this.#lookForUses(host);
    if (probe.isSparing()) return;
    this.#loadHabits();
    const name = `calibration of ${host.name} ${version.version}`;
    // Where a verdict cannot be kept, it would be owed for ever.
    if (!this.#measured.has(name)) this.#work.start(name, repeatCalibration(host));
    this.#measured.add(name);
  }

  /** Forgets what is asked often, and does nothing of itself from now on; resolves once nothing of that is being written. */
  async end(): Promise<void> {
    this.#work.end();
    await this.#usage.end();
  }

  /** What the page loads at its start comes first, so this waits for the first of it. */
  #loadHabits(): void {
    if (this.#hasServed || this.#sources.usageStore === undefined) return;
    this.#hasServed = true;
    const listHabits = (): Promise<readonly string[]> => this.#usage.listHabits();
    this.#work.start('models of most visits', loadAhead({ ...this.#sources, listHabits }));
  }

  #lookForUses(host: ModelHost): void {
    const { clock, usageStore } = this.#sources;
    if (usageStore === undefined) return;
    for (const afterMs of looksAfterMs)
      clock.after(afterMs, () => {
        for (const { slots } of host.loaded) for (const { instance } of slots) instance.collectExpress();
      });
  }
}

function isBusy({ loads, loaded }: ModelHost): boolean {
  return !loads.isEmpty || loaded.some(({ isIdle }) => !isIdle);
}
