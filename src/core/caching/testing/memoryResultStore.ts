import type { CachedResult } from '../cachedResult.ts';
import type { ResultStore } from '../resultStore.ts';
import type { StoredEntry } from '../storeIndex.ts';
import { NearsideError } from '../../errors.ts';

/** A store without a browser, whose contents and faults a test can set. */
export class MemoryResultStore implements ResultStore {
  readonly results = new Map<string, { readonly entry: StoredEntry; readonly result: CachedResult }>();
  readonly damaged = new Set<string>();
  readonly #listeners = new Set<() => void>();
  reads = 0;
  /** Rejects every call. */
  isBroken = false;
  /** Writes give `full` while more would be kept. */
  room = Number.POSITIVE_INFINITY;
  /** Reads wait for it. */
  delay: () => Promise<unknown> = () => Promise.resolve();
  /** Writes wait for it. */
  writeGate: Promise<void> = Promise.resolve();
  isDestroyed = false;

  // eslint-disable-next-line @typescript-eslint/require-await
  async list(): Promise<readonly StoredEntry[]> {
    this.#check();
    return [...this.results.values()]
      .map(({ entry }) => entry)
      .toSorted((left, right) => left.usedAt - right.usedAt);
  }

  async read(key: string, onFound?: () => void): Promise<Awaited<ReturnType<ResultStore['read']>>> {
    this.reads += 1;
    await this.delay();
    this.#check();
    if (this.results.has(key)) onFound?.();
    if (this.damaged.has(key)) return { kind: 'damaged' };
    const kept = this.results.get(key);
    return kept === undefined ? { kind: 'absent' } : { kind: 'found', result: kept.result };
  }

  async write({ put, touched, deleted }: Parameters<ResultStore['write']>[0]): Promise<'done' | 'full'> {
    await this.writeGate;
    this.#check();
    const next = new Map(this.results);
    for (const key of deleted) next.delete(key);
    for (const one of put) next.set(one.entry.key, one);
    for (const entry of touched) {
      const kept = next.get(entry.key);
      if (kept !== undefined) next.set(entry.key, { ...kept, entry });
    }
    if (put.length > 0 && next.size > this.room) return 'full';
    this.results.clear();
    for (const [key, one] of next) this.results.set(key, one);
    return 'done';
  }

  destroy(): Promise<void> {
    this.isDestroyed = true;
    this.results.clear();
    return Promise.resolve();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Somebody else deleted everything. */
  lose(): void {
    this.results.clear();
    for (const listener of this.#listeners) listener();
  }

  #check(): void {
    if (this.isDestroyed) throw new NearsideError('storage', 'erased');
    if (this.isBroken) throw new NearsideError('storage', 'broken');
  }
}
