import { ChurningMap } from '../collections/churningMap.ts';
import { sizeOfResult, type CachedResult } from './cachedResult.ts';
import type { StoreChanges } from './resultStore.ts';
import type { StoredEntry } from './storeIndex.ts';

export interface PendingResult {
  readonly entry: StoredEntry;
  readonly result: CachedResult;
}

const maxResults = 4096;
const maxBytes = 8 * 2 ** 20;

/** What a stored result takes. */
export function sizeOfStored(result: CachedResult): number {
  return sizeOfResult(result) + 2 * result.signature.length;
}

/** What is yet to be written to a store: results, the uses of others, and deletions. */
export class PendingChanges {
  readonly #results = new ChurningMap<string, PendingResult>();
  readonly #touched = new ChurningMap<string, StoredEntry>();
  #deleted = new Set<string>();
  #sizeBytes = 0;

  get size(): number {
    return this.#results.size;
  }

  get(key: string): PendingResult | undefined {
    return this.#results.get(key);
  }

  results(): Iterable<PendingResult> {
    return this.#results.values();
  }

  /** Keeps a result to be written; false when too much waits already. */
  add(pending: PendingResult): boolean {
    const { key, sizeBytes } = pending.entry;
    this.forget(key);
    if (this.#results.size >= maxResults || this.#sizeBytes + sizeBytes > maxBytes) return false;
    this.#results.set(key, pending);
    this.#sizeBytes += sizeBytes;
    return true;
  }

  /** Whether what is stored under a key is to leave. */
  isDeleted(key: string): boolean {
    return this.#deleted.has(key);
  }

  touch(entry: StoredEntry): void {
    this.#touched.set(entry.key, entry);
  }

  /** A result that waits is not written. */
  forget(key: string): void {
    const pending = this.#results.get(key);
    if (pending === undefined) return;
    this.#results.delete(key);
    this.#sizeBytes -= pending.entry.sizeBytes;
  }

  /** What was written under these keys leaves. */
  delete(keys: Iterable<string>): void {
    for (const key of keys) {
      this.#touched.delete(key);
      this.#deleted.add(key);
    }
  }

  /** These deletions are done. */
  settle(keys: readonly string[]): void {
    for (const key of keys) this.#deleted.delete(key);
  }

  /** Results wait on until {@link forget}; uses and deletions are the caller's, to be given back when they were not written. */
  take(put: readonly PendingResult[]): StoreChanges | undefined {
    const deleted = [...this.#deleted];
    const touched = [...this.#touched.values()];
    this.#deleted.clear();
    this.#touched.clear();
    return put.length + deleted.length + touched.length === 0 ? undefined : { put, touched, deleted };
  }

  /** Gives up the results; deletions are still owed. */
  clear(): void {
    this.#results.clear();
    this.#touched.clear();
    this.#sizeBytes = 0;
  }
}
