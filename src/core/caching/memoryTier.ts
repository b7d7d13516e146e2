import { EvictionQueue, type Valued } from './evictionQueue.ts';
import { hasExpired, sizeOfResult, type CachedResult, type ResultTag } from './cachedResult.ts';

interface Entry extends Valued {
  readonly key: string;
  readonly result: CachedResult;
  readonly sizeBytes: number;
  uses: number;
}

/** Bounds on what a tier keeps. */
export interface TierLimits {
  readonly maxBytes: number;
  readonly ttlMs: number | null;
}

/**
 * Results in memory, bounded in bytes. What leaves first is worth least: saved milliseconds × uses ÷ bytes, plus the worth of what left
 * last when it was used last, so that what was once popular ages (GreedyDual-Size with Frequency, Cherkasova 1998).
 */
export class MemoryTier {
  readonly #entries = new Map<string, Entry>();
  readonly #queue = new EvictionQueue<Entry>();
  #limits: TierLimits;
  #sizeBytes = 0;
  #evictions = 0;
  #inflation = 0;

  constructor(limits: TierLimits) {
    this.#limits = limits;
  }

  get entries(): number {
    return this.#entries.size;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Results that left to make room. */
  get evictions(): number {
    return this.#evictions;
  }

  setLimits(limits: TierLimits): void {
    this.#limits = limits;
    this.#makeRoom();
  }

  /** The result, unless it is too old or answers something else. */
  get(key: string, signature: string, now: number): CachedResult | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    const { result } = entry;
    if (result.signature !== signature || hasExpired(result.createdAt, now, this.#limits.ttlMs)) {
      this.delete(key);
      return undefined;
    }
    entry.uses += 1;
    entry.value = this.#valueOf(entry);
    this.#queue.update(entry);
    return result;
  }

  /** Whether something is kept under this key, which may be too old by now; counts as no use. */
  has(key: string): boolean {
    return this.#entries.has(key);
  }

  /** Takes the place of what was there; a result larger than the tier is not kept. */
  set(key: string, result: CachedResult): void {
    this.delete(key);
    const sizeBytes = sizeOfResult(result);
    if (sizeBytes > this.#limits.maxBytes) return;
    const entry: Entry = { key, result, sizeBytes, uses: 1, value: 0, place: -1 };
    entry.value = this.#valueOf(entry);
    this.#entries.set(key, entry);
    this.#queue.push(entry);
    this.#sizeBytes += sizeBytes;
    this.#makeRoom();
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#queue.remove(entry);
    this.#forget(entry);
  }

  deleteWhere(isMeant: (tag: ResultTag) => boolean): void {
    for (const { key, result } of [...this.#entries.values()]) if (isMeant(result.tag)) this.delete(key);
  }

  /** Key, model and size of everything kept. */
  *list(): Generator<{ readonly key: string; readonly model: string; readonly sizeBytes: number }> {
    for (const { key, result, sizeBytes } of this.#entries.values())
      yield { key, model: result.tag.model, sizeBytes };
  }

  #valueOf({ result, uses, sizeBytes }: Entry): number {
    return this.#inflation + (result.costMs * uses) / sizeBytes;
  }

  #makeRoom(): void {
    while (this.#sizeBytes > this.#limits.maxBytes) {
      const least = this.#queue.pop();
      if (least === undefined) return;
      this.#inflation = least.value;
      this.#evictions += 1;
      this.#forget(least);
    }
  }

  #forget({ key, sizeBytes }: Entry): void {
    this.#entries.delete(key);
    this.#sizeBytes -= sizeBytes;
  }
}
