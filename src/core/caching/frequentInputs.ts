import { SpaceSaving, type Counter } from './spaceSaving.ts';

/** Something that is kept of a request, and what it takes in memory. */
export interface Sized {
  readonly sizeBytes: number;
}

/** Keys watched a model, and models. */
const mostKeys = 128;
const mostModels = 16;
/** A use counts half as much after so long. */
const halfLifeMs = 600_000;
/** Weights grow instead of counts shrinking (forward decay, Cormode et al. 2009); before they overflow all are scaled back. */
const mostDoublings = 500;
/** Met so often before it is kept: what comes once is never copied. */
const keptFrom = 2;

/** The requests of late that came most often, model by model, in bounded memory. */
export class FrequentInputs<Item extends Sized> {
  readonly #byModel = new Map<string, SpaceSaving<Item>>();
  #maxBytes: number;
  #sizeBytes = 0;
  #startAt: number | undefined;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** What everything that is kept takes. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  setLimit(maxBytes: number): void {
    this.#maxBytes = maxBytes;
    this.#makeRoom(0, Number.POSITIVE_INFINITY);
  }

  /** Counts a request; `make` is called when it is to be kept. */
  note(model: string, key: string, now: number, make: () => Item): void {
    const counter = this.#sketchOf(model).observe(key, this.#weightAt(now));
    if (counter.seen < keptFrom || counter.item !== undefined) return;
    const item = make();
    if (item.sizeBytes > this.#maxBytes || !this.#makeRoom(item.sizeBytes, counter.count)) return;
    this.#sizeBytes += item.sizeBytes;
    this.#sketchOf(model).keep(key, item);
  }

  /** What is kept of a model, the most frequent first, with the keys under which it was counted. */
  list(model: string): readonly { readonly key: string; readonly item: Item }[] {
    const counters = [...(this.#byModel.get(model)?.counters() ?? [])];
    return counters
      .toSorted((left, right) => right.count - left.count)
      .flatMap(({ key, item }) => (item === undefined ? [] : [{ key, item }]));
  }

  /** The same request has another key from now on. */
  rename(model: string, from: string, to: string): void {
    this.#byModel.get(model)?.rename(from, to);
  }

  /** Forgets what is meant, and of these models also what is only counted. */
  deleteWhere(isMeant: (item: Item) => boolean, model?: string): void {
    for (const [name, sketch] of this.#byModel) {
      if (model !== undefined && name !== model) continue;
      for (const { key, item } of [...sketch.counters()])
        if (item === undefined || isMeant(item)) sketch.delete(key);
    }
  }

  /** Forgets the models that are meant. */
  deleteModels(isMeant: (model: string) => boolean): void {
    for (const model of [...this.#byModel.keys()]) {
      if (!isMeant(model)) continue;
      this.deleteWhere(() => true, model);
      this.#byModel.delete(model);
    }
  }

  #sketchOf(model: string): SpaceSaving<Item> {
    let sketch = this.#byModel.get(model);
    if (sketch !== undefined) return sketch;
    const [first] = this.#byModel.keys();
    if (first !== undefined && this.#byModel.size >= mostModels) this.deleteModels((name) => name === first);
    sketch = new SpaceSaving(mostKeys, ({ sizeBytes }) => {
      this.#sizeBytes -= sizeBytes;
    });
    this.#byModel.set(model, sketch);
    return sketch;
  }

  #weightAt(now: number): number {
    this.#startAt ??= now;
    const doublings = (now - this.#startAt) / halfLifeMs;
    if (doublings < mostDoublings) return 2 ** doublings;
    for (const sketch of this.#byModel.values()) sketch.scale(2 ** -doublings);
    this.#startAt = now;
    return 1;
  }

  /** Lets go of what came less often than `count` until there is room; false, and nothing goes, where that is not enough. */
  #makeRoom(neededBytes: number, count: number): boolean {
    if (this.#sizeBytes + neededBytes <= this.#maxBytes) return true;
    const kept: (readonly [SpaceSaving<Item>, Counter<Item>])[] = [];
    for (const sketch of this.#byModel.values())
      for (const counter of sketch.counters())
        if (counter.item !== undefined && counter.count < count) kept.push([sketch, counter]);
    const leastFirst = kept.toSorted(([, left], [, right]) => left.count - right.count);
    let freed = 0;
    const leaving = leastFirst.filter(([, { item }]) => {
      if (this.#sizeBytes - freed + neededBytes <= this.#maxBytes) return false;
      freed += item?.sizeBytes ?? 0;
      return true;
    });
    if (this.#sizeBytes - freed + neededBytes > this.#maxBytes) return false;
    for (const [sketch, { key }] of leaving) sketch.keep(key, undefined);
    return true;
  }
}
