import type { CacheStats } from '../../client/index.ts';

/** The cache's figures at one moment. */
export interface CacheSample {
  /** Milliseconds on any one scale. */
  readonly at: number;
  readonly stats: CacheStats;
}
