/** Deletions after which the table is left behind, beside two for each entry that stays. */
const renewAfter = 64;

/**
 * A Map, in order of insertion, for entries that come and go all the time. V8 rehashes such a Map every few operations, and each table that it
 * leaves refers to the next: once one of them is old, young collections keep all later tables, with all that ever was in them, until the next
 * full one. Here the table is left for one that nothing refers to before the chain grows long. What is deleted while the map is iterated
 * may still be met.
 */
export class ChurningMap<Key, Value> {
  #table = new Map<Key, Value>();
  #deletions = 0;

  get size(): number {
    return this.#table.size;
  }

  get(key: Key): Value | undefined {
    return this.#table.get(key);
  }

  has(key: Key): boolean {
    return this.#table.has(key);
  }

  set(key: Key, value: Value): void {
    this.#table.set(key, value);
  }

  /** Gives whether it was there. */
  delete(key: Key): boolean {
    if (!this.#table.delete(key)) return false;
    this.#deletions += 1;
    if (this.#deletions > renewAfter + 2 * this.#table.size) this.#renew(this.#table);
    return true;
  }

  /** Takes an entry out and gives it. */
  take(key: Key): Value | undefined {
    const value = this.#table.get(key);
    this.delete(key);
    return value;
  }

  clear(): void {
    this.#renew([]);
  }

  keys(): MapIterator<Key> {
    return this.#table.keys();
  }

  values(): MapIterator<Value> {
    return this.#table.values();
  }

  [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.#table[Symbol.iterator]();
  }

  #renew(entries: Iterable<readonly [Key, Value]>): void {
    this.#table = new Map(entries);
    this.#deletions = 0;
  }
}
