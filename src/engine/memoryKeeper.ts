import type { Clock } from '../core/clock.ts';
import { planEviction, type Resident } from '../core/scheduling/planEviction.ts';
import type { SettingsValue } from '../core/settings/settingsValue.ts';
import type { EngineEnvironment } from '../core/telemetry/metricsSnapshot.ts';
import { instanceBytes, memoryBudget } from './instanceBytes.ts';
import type { LoadedVersion } from './loadedVersion.ts';
import type { ModelHost } from './modelHost.ts';

export interface MemoryKeeperSources {
  readonly clock: Clock;
  readonly hosts: ReadonlyMap<string, ModelHost>;
  readonly environment: Pick<EngineEnvironment, 'memoryBytes'>;
  readonly getSettings: () => Pick<SettingsValue, 'memoryBudgetBytes' | 'pinned' | 'instances'>;
}

interface Evictable extends Resident {
  evict(): void;
}

/** Keeps all loaded models within the memory budget: the least valuable goes first, never one in use or pinned. */
export class MemoryKeeper {
  readonly #sources: MemoryKeeperSources;

  constructor(sources: MemoryKeeperSources) {
    this.#sources = sources;
  }

  /** Unloads what has to go so that so many bytes more have room beside the version that serves `model`. */
  makeRoom(model: string, neededBytes: number): void {
    const residents = [...this.#sources.hosts.values()].flatMap((host) => this.#residentsOf(host, model));
    const budgetBytes = memoryBudget(this.#sources.getSettings(), this.#sources.environment);
    for (const resident of planEviction(residents, { budgetBytes, neededBytes })) resident.evict();
  }

  #residentsOf(host: ModelHost, model: string): readonly Evictable[] {
    const isBusy = host.loaded.some(({ isIdle }) => !isIdle) || !host.loads.isEmpty;
    const isPinned = this.#sources.getSettings().pinned.includes(host.name);
    return host.loaded.flatMap((loaded) => {
      const isServing = loaded === host.serving;
      const own = this.#describe(loaded, isPinned);
      const first: Evictable = {
        ...own,
        // What serves the model that is to be loaded has to carry on until that is done.
        isBusy: isServing ? isBusy || host.name === model : !loaded.isIdle,
        evict: () => {
          if (isServing) host.unload();
          else host.warm.drop(loaded);
        },
      };
      return [...this.#spareInstances(loaded, own), first];
    });
  }

  /** Instances beyond the first, where their number is not asked for. */
  #spareInstances(loaded: LoadedVersion, own: Omit<Resident, 'isBusy'>): readonly Evictable[] {
    if (this.#sources.getSettings().instances !== 'auto') return [];
    return loaded.slots.slice(1).map((slot) => ({
      ...own,
      uses: own.uses * slot.busyShare,
      isBusy: slot.jobs > 0,
      isPinned: false,
      evict: () => {
        loaded.rescale(Math.max(1, loaded.slots.length - 1));
      },
    }));
  }

  #describe(loaded: LoadedVersion, isPinned: boolean): Omit<Resident, 'isBusy'> {
    return {
      sizeBytes: instanceBytes(loaded.spec),
      uses: loaded.countUses(this.#sources.clock.now()),
      loadMs: loaded.loadMs,
      isPinned,
    };
  }
}
