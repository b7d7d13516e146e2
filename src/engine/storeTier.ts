import {
  hasExpired,
  matchesFilter,
  sizeOfResult,
  type CachedResult,
  type CacheFilter,
} from '../core/caching/cachedResult.ts';
import type { Hash128 } from '../core/caching/hash128.ts';
import { stringBytes } from '../core/caching/makeRequestKey.ts';
import type { TierLimits } from '../core/caching/memoryTier.ts';
import type { ResultStore } from '../core/caching/resultStore.ts';
import { StoreIndex, type StoredEntry } from '../core/caching/storeIndex.ts';
import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';

export interface StoreTierPorts {
  readonly clock: Clock;
  readonly store: ResultStore;
  readonly hash: Hash128;
}

interface Pending {
  readonly entry: StoredEntry;
  readonly result: CachedResult;
}

const flushAfterMs = 250;
const maxPending = 4096;
const maxPendingBytes = 8 * 2 ** 20;
const retryAfterMs = 10_000;
// What is left of a store that turned out full: room for others, and some for what comes next.
const keptWhenFull = 0.5;
const readWeight = 1 / 8;

/** The stored tier: an index in memory, writes some moments later in one go, and no failure that reaches a request. */
export class StoreTier {
  readonly #ports: StoreTierPorts;
  readonly #index = new StoreIndex();
  readonly #pending = new Map<string, Pending>();
  readonly #touched = new Map<string, StoredEntry>();
  #deleted: string[] = [];
  /** Clears that came while the store could not be reached; partitions by their tags. */
  #owedClears: { readonly filter: CacheFilter; readonly at: number }[] = [];
  #limits: TierLimits;
  #fullAtBytes = Number.POSITIVE_INFINITY;
  #state: 'closed' | 'opening' | 'open' = 'closed';
  #retryAt = Number.NEGATIVE_INFINITY;
  #tail: Promise<void> = Promise.resolve();
  #cancelFlush: (() => void) | undefined;
  #pendingBytes = 0;
  #evictions = 0;
  #readMs: number | undefined;
  #degraded: string | undefined;
  #isDestroyed = false;

  constructor(limits: TierLimits, ports: StoreTierPorts) {
    this.#limits = limits;
    this.#ports = ports;
    ports.store.subscribe(() => {
      this.#index.clear();
      this.#state = 'closed';
    });
  }

  get entries(): number {
    return this.#index.size;
  }

  get sizeBytes(): number {
    return this.#index.sizeBytes;
  }

  get evictions(): number {
    return this.#evictions;
  }

  /** What a read took, on average; undefined before the first. */
  get readMs(): number | undefined {
    return this.#readMs;
  }

  /** How many writes wait: a hint to leave out what is not worth much. */
  get waiting(): number {
    return this.#pending.size;
  }

  /** What went wrong, in a sentence; undefined while all is well. */
  get degraded(): string | undefined {
    return this.#degraded;
  }

  get #isReachable(): boolean {
    return !this.#isDestroyed && this.#ports.clock.now() >= this.#retryAt;
  }

  get #isUsable(): boolean {
    return this.#isReachable && this.#limits.maxBytes > 0;
  }

  setLimits(limits: TierLimits): void {
    this.#limits = limits;
    this.#fullAtBytes = Number.POSITIVE_INFINITY;
    if (this.#state === 'open') this.#schedule();
  }

  /** Reads what is there, once. */
  open(): void {
    if (this.#state !== 'closed' || !this.#isReachable) return;
    this.#state = 'opening';
    void this.#enqueue(async () => {
      const entries = await this.#ports.store.list();
      if (this.#state !== 'opening') return;
      for (const entry of entries) this.#index.set(entry);
      for (const { filter, at } of this.#owedClears) {
        const isOwed = (entry: StoredEntry): boolean =>
          entry.createdAt <= at && matchesFilter({ ...entry, partition: entry.partitionTag }, filter);
        this.#deleted.push(...this.#index.takeWhere(isOwed));
      }
      this.#owedClears = [];
      this.#state = 'open';
      this.#schedule();
    });
  }

  /** Whether a read may find something; `maybe` until the store was opened. */
  has(key: string): boolean | 'maybe' {
    if (this.#pending.has(key)) return true;
    if (!this.#isUsable) return false;
    this.open();
    if (this.#state !== 'open') return 'maybe';
    return this.#index.has(key, this.#ports.clock.now(), this.#limits.ttlMs);
  }

  /** The result, if it is there, answers this request and comes in time; never rejects. */
  async read(key: string, signature: string, withinMs: number): Promise<CachedResult | undefined> {
    const waiting = this.#pending.get(key)?.result;
    if (waiting !== undefined) return this.#accept(waiting, signature);
    const { clock } = this.#ports;
    const { promise, resolve } = Promise.withResolvers<CachedResult | undefined>();
    const cancel = clock.after(withinMs, () => {
      resolve(undefined);
    });
    this.#readStored(key, signature).then(resolve, () => {
      resolve(undefined);
    });
    const result = await promise;
    cancel();
    return result;
  }

  /** Keeps a result; it is in the store within a second or so. */
  add(key: string, result: CachedResult): void {
    const sizeBytes = sizeOfResult(result) + 2 * result.signature.length;
    if (!this.#isUsable || sizeBytes > this.#limits.maxBytes) return;
    if (this.#pending.size >= maxPending || this.#pendingBytes + sizeBytes > maxPendingBytes) return;
    const { model, partition, generation } = result.tag;
    const { createdAt } = result;
    const partitionTag = this.#tagOf(partition);
    const entry = { key, model, partitionTag, generation, sizeBytes, createdAt, usedAt: createdAt };
    this.#pending.set(key, { entry, result });
    this.#pendingBytes += sizeBytes;
    this.open();
    this.#schedule();
  }

  delete(key: string): void {
    this.#pending.delete(key);
    this.#index.delete(key);
    this.#delete([key]);
    this.#schedule();
  }

  /** Deletes what is meant, also what is being written meanwhile; never rejects. */
  async clear(filter: CacheFilter): Promise<void> {
    const meant =
      filter.partition === undefined ? filter : { ...filter, partition: this.#tagOf(filter.partition) };
    for (const [key, { result }] of this.#pending)
      if (matchesFilter(result.tag, filter)) this.#pending.delete(key);
    this.#delete(this.#index.takeMatching(meant));
    if (this.#state !== 'open') this.#owedClears.push({ filter: meant, at: this.#ports.clock.now() });
    this.open();
    await this.#enqueue(() => this.#write());
  }

  /** Deletes what a model no longer can meet. */
  collect(isStale: (entry: StoredEntry) => boolean): void {
    const keys = this.#index.takeWhere(isStale);
    if (keys.length === 0) return;
    this.#delete(keys);
    this.#schedule();
  }

  /** Nothing can be read any more, and nothing is written from now on. Rejects when the place would not be deleted. */
  async destroy(): Promise<void> {
    this.#isDestroyed = true;
    this.#cancelFlush?.();
    this.#pending.clear();
    this.#index.clear();
    await this.#tail;
    await this.#ports.store.destroy();
  }

  /** Entries by model, those not yet written among them. */
  *list(): Generator<{ readonly key: string; readonly model: string; readonly sizeBytes: number }> {
    yield* this.#index.values();
    for (const { entry } of this.#pending.values()) yield entry;
  }

  #tagOf(partition: string | undefined): string {
    return partition === undefined ? '' : this.#ports.hash([stringBytes([partition])]);
  }

  async #readStored(key: string, signature: string): Promise<CachedResult | undefined> {
    if (this.#state === 'opening') await this.#tail;
    const { clock, store } = this.#ports;
    const startAt = clock.now();
    if (!this.#index.has(key, startAt, this.#limits.ttlMs)) return undefined;
    try {
      const read = await store.read(key);
      const ms = clock.now() - startAt;
      this.#readMs = this.#readMs === undefined ? ms : this.#readMs + readWeight * (ms - this.#readMs);
      if (read.kind === 'damaged') this.#degraded = damaged;
      if (read.kind !== 'found') {
        this.delete(key);
        return undefined;
      }
      const result = this.#accept(read.result, signature);
      if (result === undefined) this.delete(key);
      else this.#touch(key);
      return result;
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  #accept(result: CachedResult, signature: string): CachedResult | undefined {
    const isOld = hasExpired(result.createdAt, this.#ports.clock.now(), this.#limits.ttlMs);
    return result.signature === signature && !isOld ? result : undefined;
  }

  #touch(key: string): void {
    const entry = this.#index.touch(key, this.#ports.clock.now());
    if (entry === undefined) return;
    this.#touched.set(key, entry);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isDestroyed) return;
    this.#cancelFlush ??= this.#ports.clock.after(flushAfterMs, () => {
      this.#cancelFlush = undefined;
      void this.#enqueue(() => this.#write());
    });
  }

  /** One after the other; a failure does not affect the next. */
  async #enqueue(run: () => Promise<void>): Promise<void> {
    this.#tail = this.#tail.then(async () => {
      if (this.#isDestroyed) return;
      try {
        await run();
      } catch (error) {
        this.#fail(error);
      }
    });
    await this.#tail;
  }

  async #write(): Promise<void> {
    const put = [...this.#pending.values()];
    const maxBytes = Math.min(this.#limits.maxBytes, this.#fullAtBytes);
    this.#makeRoom(maxBytes - put.reduce((sum, { entry }) => sum + entry.sizeBytes, 0));
    if ((await this.#tryToWrite(put)) === 'full') {
      // Others fill the place as well; the browser's word on what fits is its refusal alone.
      this.#fullAtBytes = keptWhenFull * this.#index.sizeBytes;
      this.#makeRoom(this.#fullAtBytes);
      if ((await this.#tryToWrite(put)) === 'full') {
        this.#degraded = full;
        await this.#tryToWrite([]);
        this.#forget(put);
        return;
      }
    }
    for (const { entry } of put) {
      const latest = this.#pending.get(entry.key)?.entry;
      if (latest === entry) this.#index.set(entry);
      // Deleted while it was being written.
      else if (latest === undefined) this.#deleted.push(entry.key);
    }
    this.#forget(put);
    if (put.length > 0 && this.#degraded !== damaged) this.#degraded = undefined;
    this.#makeRoom(maxBytes);
    if (this.#deleted.length > 0) await this.#tryToWrite([]);
  }

  async #tryToWrite(put: readonly Pending[]): Promise<'done' | 'full'> {
    const deleted = this.#deleted;
    const touched = [...this.#touched.values()];
    if (put.length + deleted.length + touched.length === 0) return 'done';
    this.#deleted = [];
    this.#touched.clear();
    let outcome: 'done' | 'full' = 'full';
    try {
      outcome = await this.#ports.store.write({ put, touched, deleted });
    } finally {
      if (outcome === 'full') this.#deleted.push(...deleted);
    }
    return outcome;
  }

  #makeRoom(maxBytes: number): void {
    const { ttlMs } = this.#limits;
    const surplus = this.#index.takeSurplus({ maxBytes, ttlMs }, this.#ports.clock.now());
    this.#evictions += surplus.length;
    this.#delete(surplus);
  }

  #delete(keys: readonly string[]): void {
    for (const key of keys) {
      this.#touched.delete(key);
      this.#deleted.push(key);
    }
  }

  #forget(written: readonly Pending[]): void {
    for (const { entry } of written) {
      this.#pendingBytes -= entry.sizeBytes;
      if (this.#pending.get(entry.key)?.entry === entry) this.#pending.delete(entry.key);
    }
    if (this.#pending.size === 0) this.#pendingBytes = 0;
  }

  #fail(error: unknown): void {
    this.#degraded = `The store of results cannot be used (${messageOf(error)}); results are kept in memory alone.`;
    this.#retryAt = this.#ports.clock.now() + retryAfterMs;
    this.#state = 'closed';
    this.#index.clear();
    this.#pending.clear();
    this.#pendingBytes = 0;
    this.#touched.clear();
  }
}

const full = 'The browser gave no more room for results; new ones are kept in memory alone.';
const damaged = 'A stored result was not what was written and was dropped; its request ran instead.';
