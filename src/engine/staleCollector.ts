import type { Clock } from '../core/clock.ts';
import type { ModelConfig } from '../core/repository/modelConfig.ts';
import { livingGenerations } from './livingGenerations.ts';
import { isRemoteGeneration } from './routing/remoteServed.ts';
import type { MemoryTier } from '../core/caching/memoryTier.ts';
import type { StoreTier } from './storeTier.ts';

const collectAfterMs = 5000;

/** Some time after a model was first asked, deletes the results that its configuration no longer names. */
export class StaleCollector {
  readonly #clock: Clock;
  readonly #memory: MemoryTier;
  readonly #store: StoreTier;
  readonly #collected = new WeakSet<ModelConfig>();

  constructor(clock: Clock, [memory, store]: readonly [MemoryTier, StoreTier]) {
    this.#clock = clock;
    this.#memory = memory;
    this.#store = store;
  }

  note(config: ModelConfig): void {
    if (this.#collected.has(config)) return;
    this.#collected.add(config);
    this.#clock.after(collectAfterMs, () => {
      const living = livingGenerations(config);
      const isStale = (of: { readonly model: string; readonly generation: string }): boolean =>
        of.model === config.name && !living.has(of.generation) && !isRemoteGeneration(of.generation);
      this.#memory.deleteWhere(isStale);
      this.#store.collect(isStale);
    });
  }
}
