import { ChurningMap } from '../collections/churningMap.ts';
import { EvictionQueue, type Valued } from './evictionQueue.ts';

/** What is known of a watched key: the weight of its uses is at most `count` and at least `count − error`. */
export interface Counter<Item> {
  readonly key: string;
  readonly count: number;
  readonly error: number;
  /** How often it was met since it is watched. */
  readonly seen: number;
  /** What is kept with it. */
  readonly item: Item | undefined;
}

/**
 * The heaviest keys of a stream in a fixed number of counters (Space-Saving, Metwally, Agrawal and El Abbadi 2005, with weights). Every
 * key with more than the sum of all weights ÷ `capacity` is watched, as long as none was renamed to another that was watched too.
 */
export class SpaceSaving<Item> {
  readonly #capacity: number;
  readonly #onItemLeft: (item: Item) => void;
  readonly #byKey = new ChurningMap<string, WatchedKey<Item>>();
  readonly #queue = new EvictionQueue<WatchedKey<Item>>();
  /** What a key that is not watched may have had. */
  #floor = 0;

  constructor(capacity: number, onItemLeft: (item: Item) => void = () => undefined) {
    this.#capacity = capacity;
    this.#onItemLeft = onItemLeft;
  }

  get size(): number {
    return this.#byKey.size;
  }

  counters(): IterableIterator<Counter<Item>> {
    return this.#byKey.values();
  }

  /** Counts a use. A key that is new takes the place of the one with the least count, where all are taken. */
  observe(key: string, weight = 1): Counter<Item> {
    const known = this.#byKey.get(key);
    if (known !== undefined) {
      known.value += weight;
      known.seen += 1;
      this.#queue.update(known);
      return known;
    }
    const least = this.#byKey.size < this.#capacity ? undefined : this.#queue.pop();
    if (least !== undefined) {
      this.#floor = least.value;
      this.#leave(least);
    }
    return this.#watch(new WatchedKey<Item>(key, this.#floor + weight, this.#floor));
  }

  /** Keeps something with a watched key, or no longer. */
  keep(key: string, item: Item | undefined): void {
    const counter = this.#byKey.get(key);
    if (counter === undefined || counter.item === item) return;
    if (counter.item !== undefined) this.#onItemLeft(counter.item);
    counter.item = item;
  }

  /** Forgets a key and what it had. */
  delete(key: string): void {
    const counter = this.#byKey.get(key);
    if (counter === undefined) return;
    this.#queue.remove(counter);
    this.#leave(counter);
  }

  /** Counts under another key what this one had, together with what that one has. */
  rename(from: string, to: string): void {
    const counter = this.#byKey.get(from);
    if (counter === undefined || from === to) return;
    const other = this.#byKey.get(to);
    const value = counter.value + (other?.value ?? 0);
    const joined = new WatchedKey<Item>(to, value, counter.error + (other?.error ?? 0));
    joined.seen = counter.seen + (other?.seen ?? 0);
    joined.item = counter.item;
    counter.item = undefined;
    this.delete(from);
    this.delete(to);
    this.#watch(joined);
  }

  /** Multiplies everything that was counted. */
  scale(factor: number): void {
    this.#floor *= factor;
    for (const counter of this.#byKey.values()) {
      counter.value *= factor;
      counter.error *= factor;
    }
  }

  #watch(counter: WatchedKey<Item>): Counter<Item> {
    this.#byKey.set(counter.key, counter);
    this.#queue.push(counter);
    return counter;
  }

  #leave({ key, item }: WatchedKey<Item>): void {
    this.#byKey.delete(key);
    if (item !== undefined) this.#onItemLeft(item);
  }
}

class WatchedKey<Item> implements Valued, Counter<Item> {
  readonly key: string;
  value: number;
  error: number;
  place = -1;
  seen = 1;
  item: Item | undefined = undefined;

  constructor(key: string, value: number, error: number) {
    this.key = key;
    this.value = value;
    this.error = error;
  }

  get count(): number {
    return this.value;
  }
}
