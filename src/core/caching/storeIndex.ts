import { ChurningMap } from '../collections/churningMap.ts';
import { hasExpired, matchesFilter, type CacheFilter } from './cachedResult.ts';
import type { TierLimits } from './memoryTier.ts';

/** What is known about a stored result without reading it. */
export interface StoredEntry {
  readonly key: string;
  readonly model: string;
  /** Digest of the partition: its name may say who somebody is. Empty for none. */
  readonly partitionTag: string;
  readonly generation: string;
  readonly sizeBytes: number;
  readonly createdAt: number;
  readonly usedAt: number;
}

/** Which stored results are meant; the partition by its digest. */
export type StoredFilter = CacheFilter;

/** Uses closer together than this are one use to the next visit: a write for each read would cost more than the order is worth. */
export const touchGrainMs = 600_000;

/** What the store holds, by falling age of its last use. Knowing it spares reads for what is not there. */
export class StoreIndex {
  readonly #entries = new ChurningMap<string, StoredEntry>();
  #sizeBytes = 0;

  get size(): number {
    return this.#entries.size;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  values(): Iterable<StoredEntry> {
    return this.#entries.values();
  }

  holds(key: string): boolean {
    return this.#entries.has(key);
  }

  /** Whether a result is there that is young enough. */
  has(key: string, now: number, ttlMs: number | null): boolean {
    const entry = this.#entries.get(key);
    return entry !== undefined && !hasExpired(entry.createdAt, now, ttlMs);
  }

  set(entry: StoredEntry): void {
    this.delete(entry.key);
    this.#entries.set(entry.key, entry);
    this.#sizeBytes += entry.sizeBytes;
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#sizeBytes -= entry.sizeBytes;
  }

  clear(): void {
    this.#entries.clear();
    this.#sizeBytes = 0;
  }

  /** Puts it behind all others in the order in which they leave; gives it where this use is worth writing down. */
  touch(key: string, now: number): StoredEntry | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    const isRecent = now - entry.usedAt < touchGrainMs;
    const used = isRecent ? entry : { ...entry, usedAt: now };
    this.set(used);
    return isRecent ? undefined : used;
  }

  /** Takes out what a filter means; gives the keys. */
  takeMatching(filter: StoredFilter): readonly string[] {
    return this.takeWhere(({ model, partitionTag }) =>
      matchesFilter({ model, partition: partitionTag }, filter),
    );
  }

  takeWhere(isMeant: (entry: StoredEntry) => boolean): readonly string[] {
    const keys = [...this.#entries.values()].filter(isMeant).map(({ key }) => key);
    for (const key of keys) this.delete(key);
    return keys;
  }

  /** Takes out what is too old, then what was used longest ago until the rest fits; gives the keys. */
  takeSurplus({ maxBytes, ttlMs }: TierLimits, now: number): readonly string[] {
    const keys =
      ttlMs === null ? [] : [...this.takeWhere(({ createdAt }) => hasExpired(createdAt, now, ttlMs))];
    for (const key of this.#entries.keys()) {
      if (this.#sizeBytes <= maxBytes) break;
      keys.push(key);
      this.delete(key);
    }
    return keys;
  }
}
