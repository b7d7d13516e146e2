import { useCallback, useState } from 'react';
import type { SettingsValue, StorageUsage } from '../../client/index.ts';
import { useRepeated } from '../components/useRepeated.ts';
import { describeFailure, type Failure } from '../failure.ts';
import type { CacheSample } from './cacheSample.ts';

const keptSamples = 120;

export interface StorageFigures {
  readonly samples: readonly CacheSample[];
  readonly usage: StorageUsage | undefined;
  readonly settings: SettingsValue | undefined;
  readonly failure: Failure | undefined;
  /** Looks at once, after something was changed. */
  readonly refresh: () => Promise<void>;
}

interface Looked {
  readonly samples: readonly CacheSample[];
  readonly usage?: StorageUsage;
  readonly settings?: SettingsValue;
  readonly failure?: Failure;
}

/** Looks at cache, storage and settings every second while the page can be seen. */
export function useStorageFigures(isActive: boolean): StorageFigures {
  const [looked, setLooked] = useState<Looked>({ samples: [] });

  const refresh = useCallback(async () => {
    try {
      const nearside = await window.nearside;
      const [stats, usage, settings] = await Promise.all([
        nearside.cache.stats(),
        nearside.storage.usage(),
        nearside.settings.get(),
      ]);
      const sample = { at: performance.now(), stats };
      setLooked(({ samples }) => ({
        samples: [...samples, sample].slice(-keptSamples),
        usage,
        settings,
      }));
    } catch (error) {
      setLooked(({ samples }) => ({ samples, failure: describeFailure(error) }));
    }
  }, []);

  useRepeated(refresh, { isActive });

  const { samples, usage, settings, failure } = looked;
  return { samples, usage, settings, failure, refresh };
}
