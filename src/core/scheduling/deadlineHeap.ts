/** Something that must be settled by a point in time. */
export interface Expiring {
  readonly deadlineAt: number;
}

/** A heap smaller than this is not worth clearing. */
const leastToClear = 4096;

/** The entry that expires first, in logarithmic time. Entries settled earlier may stay; the owner skips them. */
export class DeadlineHeap<Entry extends Expiring> {
  #entries: Entry[] = [];
  #clearAt = leastToClear;
  readonly #isDone: (entry: Entry) => boolean;

  /** What `isDone` says of is forgotten now and then, so that settled entries with far deadlines do not pile up. */
  constructor(isDone: (entry: Entry) => boolean = () => false) {
    this.#isDone = isDone;
  }

  get size(): number {
    return this.#entries.length;
  }

  peek(): Entry | undefined {
    return this.#entries[0];
  }

  push(entry: Entry): void {
    if (this.#entries.length >= this.#clearAt) this.#clear();
    const entries = this.#entries;
    let index = entries.length;
    entries.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if ((entries[parent] as Entry).deadlineAt <= entry.deadlineAt) break;
      entries[index] = entries[parent] as Entry;
      index = parent;
    }
    entries[index] = entry;
  }

  pop(): Entry | undefined {
    const entries = this.#entries;
    const first = entries[0];
    const last = entries.pop();
    if (last === undefined || first === undefined || entries.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= entries.length) break;
      const right = entries[child + 1];
      if (right !== undefined && right.deadlineAt < (entries[child] as Entry).deadlineAt) child += 1;
      if ((entries[child] as Entry).deadlineAt >= last.deadlineAt) break;
      entries[index] = entries[child] as Entry;
      index = child;
    }
    entries[index] = last;
    return first;
  }

  /** A sorted list is a heap. Clearing at twice what was left keeps it constant time a push. */
  #clear(): void {
    const left = this.#entries.filter((entry) => !this.#isDone(entry));
    this.#entries = left.toSorted((one, other) => one.deadlineAt - other.deadlineAt);
    this.#clearAt = Math.max(leastToClear, 2 * left.length);
  }
}
