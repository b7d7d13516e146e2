import type { Clock } from '../core/clock.ts';
import { IdleWork } from './idleWork.ts';
import type { LoadedView } from './loadedView.ts';
import type { ModelHost } from './modelHost.ts';
import type { ResultCache } from './resultCache.ts';

export interface IdleTaskSources {
  readonly clock: Clock;
  readonly hosts: ReadonlyMap<string, ModelHost>;
  readonly cache: Pick<ResultCache, 'ahead'>;
}

/** What the engine does of itself while nobody asks it for anything. */
export class IdleTasks {
  readonly #sources: IdleTaskSources;
  readonly #work: IdleWork;
  #arrivals = 0;

  constructor(sources: IdleTaskSources) {
    this.#sources = sources;
    const { clock, hosts } = sources;
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

  /** Another version of a model, or the same in another form, serves from now on. */
  noteServing(model: string, { deployment }: LoadedView): void {
    if (deployment === undefined) return;
    const answers = this.#sources.cache.ahead.plan(deployment);
    if (answers !== undefined) this.#work.start(`answers of ${model}`, answers);
  }

  /** Nothing is done of itself from now on. */
  end(): void {
    this.#work.end();
  }
}

function isBusy({ loads, loaded }: ModelHost): boolean {
  return !loads.isEmpty || loaded.some(({ isIdle }) => !isIdle);
}
