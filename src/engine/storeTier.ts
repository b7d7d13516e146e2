import {
  hasExpired,
  matchesFilter,
  type CachedResult,
  type CacheFilter,
} from '../core/caching/cachedResult.ts';
import type { Hash128 } from '../core/caching/hash128.ts';
import type { TierLimits } from '../core/caching/memoryTier.ts';
import { PendingChanges, type PendingResult } from '../core/caching/pendingChanges.ts';
import type { ResultStore } from '../core/caching/resultStore.ts';
import { StoreIndex, type StoredEntry } from '../core/caching/storeIndex.ts';
import type { Clock } from '../core/clock.ts';
import { describeStored, partitionTagOf } from './describeStored.ts';
import type { SignedRequest } from './signEngineRequest.ts';
import { StoreHealth } from './storeHealth.ts';
import { TimeLimits } from './timeLimits.ts';

export interface StoreTierPorts {
  readonly clock: Clock;
  readonly store: ResultStore;
  readonly hash: Hash128;
}

const flushAfterMs = 250;
// Uses matter for what leaves first alone.
const touchAfterMs = 5000;
// What is left of a store that turned out full: room for others, and some for what comes next.
const keptWhenFull = 0.5;
const readWeight = 1 / 8;

/** The stored tier: an index in memory, writes some moments later in one go, and no failure that reaches a request. */
export class StoreTier {
  /** Results that left to make room or were too old. */
  evictions = 0;
  readonly #ports: StoreTierPorts;
  readonly #index = new StoreIndex();
  readonly #pending = new PendingChanges();
  readonly #health = new StoreHealth();
  /** Clears that came while the store could not be reached; partitions by their tags. */
  #owedClears: { readonly filter: CacheFilter; readonly at: number }[] = [];
  readonly #patience: TimeLimits;
  #limits: TierLimits;
  #fullAtBytes = Number.POSITIVE_INFINITY;
  #state: 'closed' | 'opening' | 'open' = 'closed';
  #tail: Promise<void> = Promise.resolve();
  #cancelFlush: (() => void) | undefined;
  #flushAt = Number.POSITIVE_INFINITY;
  #readMs: number | undefined;
  #isDestroyed = false;

  constructor(limits: TierLimits, ports: StoreTierPorts) {
    this.#limits = limits;
    this.#ports = ports;
    this.#patience = new TimeLimits(ports.clock);
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

  /** What a read took, on average; undefined before the first. */
  get readMs(): number | undefined {
    return this.#readMs;
  }

  get waiting(): number {
    return this.#pending.size;
  }

  /** What went wrong, in a sentence; undefined while all is well. */
  get degraded(): string | undefined {
    return this.#health.problem;
  }

  get #isReachable(): boolean {
    return !this.#isDestroyed && this.#health.canTry(this.#ports.clock.now());
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
      for (const entry of entries) if (!this.#pending.isDeleted(entry.key)) this.#index.set(entry);
      for (const { filter, at } of this.#owedClears) {
        const isOwed = (entry: StoredEntry): boolean =>
          entry.createdAt <= at && matchesFilter({ ...entry, partition: entry.partitionTag }, filter);
        this.#pending.delete(this.#index.takeWhere(isOwed));
      }
      this.#owedClears = [];
      this.#state = 'open';
      this.#schedule();
    });
  }

  /** Whether a read may find something; `maybe` until the store was opened. */
  has(key: string): boolean | 'maybe' {
    if (this.#pending.get(key) !== undefined) return true;
    if (!this.#isUsable) return false;
    this.open();
    if (this.#state !== 'open') return 'maybe';
    return this.#index.has(key, this.#ports.clock.now(), this.#limits.ttlMs);
  }

  /** The result, if it is there, answers this request and comes in time; never rejects. `onFound` is called as soon as something is there. */
  read(signed: SignedRequest, withinMs: number, onFound?: () => void): Promise<CachedResult | undefined> {
    const waiting = this.#pending.get(signed.key)?.result;
    if (waiting !== undefined) return Promise.resolve(this.#accept(waiting, signed.signature));
    return this.#patience.settleWithin(withinMs, this.#readStored(signed, onFound));
  }

  /** Keeps a result; it is in the store within a second or so. */
  add(key: string, result: CachedResult): void {
    if (!this.#isUsable) return;
    const entry = describeStored(key, result, this.#ports.hash);
    if (entry.sizeBytes > this.#limits.maxBytes || !this.#pending.add({ entry, result })) return;
    this.open();
    this.#schedule();
  }

  delete(key: string): void {
    this.#pending.forget(key);
    this.#dropStored(key);
  }

  /** Deletes what is meant, also what is being written meanwhile; never rejects: what cannot be reached is owed. */
  async clear(filter: CacheFilter): Promise<void> {
    const { partition } = filter;
    const tag = partition === undefined ? {} : { partition: partitionTagOf(partition, this.#ports.hash) };
    const meant: CacheFilter = { ...filter, ...tag };
    for (const { entry, result } of [...this.#pending.results()])
      if (matchesFilter(result.tag, filter)) this.#pending.forget(entry.key);
    this.#pending.delete(this.#index.takeMatching(meant));
    if (this.#state !== 'open') this.#owedClears.push({ filter: meant, at: this.#ports.clock.now() });
    this.open();
    await this.#enqueue(this.#write);
  }

  /** Deletes what a model no longer can meet. */
  collect(isStale: (entry: StoredEntry) => boolean): void {
    const keys = this.#index.takeWhere(isStale);
    if (keys.length === 0) return;
    this.#pending.delete(keys);
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

  /** Whether a result is stored or about to be. */
  holds(key: string): boolean {
    return this.#index.holds(key) || this.#pending.get(key) !== undefined;
  }

  /** What is stored and what is about to be. */
  *list(): Generator<StoredEntry> {
    yield* this.#index.values();
    for (const { entry } of this.#pending.results()) if (!this.#index.holds(entry.key)) yield entry;
  }

  async #readStored(signed: SignedRequest, onFound?: () => void): Promise<CachedResult | undefined> {
    const { key, signature } = signed;
    if (this.#state === 'opening') await this.#tail;
    const { clock, store } = this.#ports;
    const startAt = clock.now();
    if (!this.#index.has(key, startAt, this.#limits.ttlMs)) return undefined;
    try {
      const read = await store.read(key, onFound);
      const ms = clock.now() - startAt;
      this.#readMs = this.#readMs === undefined ? ms : this.#readMs + readWeight * (ms - this.#readMs);
      if (read.kind === 'damaged') this.#health.noteDamage();
      const result = read.kind === 'found' ? this.#accept(read.result, signature) : undefined;
      if (result === undefined) this.#dropStored(key);
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

  #dropStored(key: string): void {
    this.#index.delete(key);
    this.#pending.delete([key]);
    this.#schedule();
  }

  #touch(key: string): void {
    const entry = this.#index.touch(key, this.#ports.clock.now());
    if (entry === undefined) return;
    this.#pending.touch(entry);
    this.#schedule(touchAfterMs);
  }

  #schedule(afterMs = flushAfterMs): void {
    const at = this.#ports.clock.now() + afterMs;
    if (this.#isDestroyed || at >= this.#flushAt) return;
    this.#cancelFlush?.();
    this.#flushAt = at;
    this.#cancelFlush = this.#ports.clock.after(afterMs, () => {
      this.#flushAt = Number.POSITIVE_INFINITY;
      void this.#enqueue(this.#write);
    });
  }

  /** One after the other; a failure does not affect the next. */
  #enqueue(run: () => Promise<void>): Promise<void> {
    this.#tail = this.#tail
      .then(() => (this.#isDestroyed ? undefined : run()))
      .catch((error: unknown) => {
        this.#fail(error);
      });
    return this.#tail;
  }

  readonly #write = async (): Promise<void> => {
    const put = [...this.#pending.results()];
    const maxBytes = Math.min(this.#limits.maxBytes, this.#fullAtBytes);
    this.#makeRoom(maxBytes - put.reduce((sum, { entry }) => sum + entry.sizeBytes, 0));
    const outcome = await this.#writeOrPurge(put);
    for (const { entry } of put) {
      const latest = this.#pending.get(entry.key)?.entry;
      if (latest === entry) this.#pending.forget(entry.key);
      if (outcome === 'full') continue;
      if (latest === entry) this.#index.set(entry);
      // Deleted while it was being written.
      else if (latest === undefined) this.#pending.delete([entry.key]);
    }
    if (outcome === 'full') this.#health.noteFull();
    else if (put.length > 0) this.#health.noteWritten();
    this.#makeRoom(maxBytes);
    await this.#tryToWrite([]);
  };

  /** Others fill the place as well, so the bound set here may be too high: the refusal of a write alone says what fits. */
  async #writeOrPurge(put: readonly PendingResult[]): Promise<'done' | 'full'> {
    if ((await this.#tryToWrite(put)) === 'done') return 'done';
    this.#fullAtBytes = keptWhenFull * this.#index.sizeBytes;
    this.#makeRoom(this.#fullAtBytes);
    await this.#tryToWrite([]);
    return await this.#tryToWrite(put);
  }

  async #tryToWrite(put: readonly PendingResult[]): Promise<'done' | 'full'> {
    const changes = this.#pending.take(put);
    if (changes === undefined) return 'done';
    // Deletions stay owed until they are done.
    this.#pending.delete(changes.deleted);
    const outcome = await this.#ports.store.write(changes);
    if (outcome === 'done') this.#pending.settle(changes.deleted);
    return outcome;
  }

  #makeRoom(maxBytes: number): void {
    const { ttlMs } = this.#limits;
    const surplus = this.#index.takeSurplus({ maxBytes, ttlMs }, this.#ports.clock.now());
    this.evictions += surplus.length;
    this.#pending.delete(surplus);
  }

  #fail(error: unknown): void {
    this.#health.noteFailure(error, this.#ports.clock.now());
    this.#state = 'closed';
    this.#index.clear();
    this.#pending.clear();
  }
}
