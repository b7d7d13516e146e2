import { ChurningMap } from '../collections/churningMap.ts';
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
  readonly #entries = new ChurningMap<string, Entry>();
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
    const entry = this.#makeEntry(key, result);
    if (entry.sizeBytes > this.#limits.maxBytes) return;
    this.#enter(entry);
    this.#makeRoom();
  }

  /**
   * Keeps a result that nobody has asked for, unless something is there already or what would have to leave for it is worth as much,
   * each for itself or all together; gives whether it is kept.
   */
  offer(key: string, result: CachedResult): boolean {
    const entry = this.#makeEntry(key, result);
    if (this.#entries.has(key) || entry.sizeBytes > this.#limits.maxBytes) return false;
    const leaving: Entry[] = [];
    let [surplusBytes, lost] = [this.#sizeBytes + entry.sizeBytes - this.#limits.maxBytes, 0];
    while (surplusBytes > 0) {
      const least = this.#queue.pop() as Entry;
      leaving.push(least);
      surplusBytes -= least.sizeBytes;
      lost += this.#worthOf(least);
      if (least.value < entry.value && lost < this.#worthOf(entry)) continue;
      for (const staying of leaving) this.#queue.push(staying);
      return false;
    }
    for (const left of leaving) this.#evict(left);
    this.#enter(entry);
    return true;
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

  /** The milliseconds that it is still held to save. */
  #worthOf({ value, sizeBytes }: Entry): number {
    return (value - this.#inflation) * sizeBytes;
  }

  #makeRoom(): void {
    while (this.#sizeBytes > this.#limits.maxBytes) {
      const least = this.#queue.pop();
      if (least === undefined) return;
      this.#evict(least);
    }
  }

  #makeEntry(key: string, result: CachedResult): Entry {
    const entry: Entry = { key, result, sizeBytes: sizeOfResult(result), uses: 1, value: 0, place: -1 };
    entry.value = this.#valueOf(entry);
    return entry;
  }

  #enter(entry: Entry): void {
    this.#entries.set(entry.key, entry);
    this.#queue.push(entry);
    this.#sizeBytes += entry.sizeBytes;
  }

  #evict(entry: Entry): void {
    this.#inflation = entry.value;
    this.#evictions += 1;
    this.#forget(entry);
  }

  #forget({ key, sizeBytes }: Entry): void {
    this.#entries.delete(key);
    this.#sizeBytes -= sizeBytes;
  }
}
