/** Something that must be settled by a point in time. */
export interface Expiring {
  readonly deadlineAt: number;
}

/** The entry that expires first, in logarithmic time. Entries settled earlier may stay; the owner skips them. */
export class DeadlineHeap<Entry extends Expiring> {
  readonly #entries: Entry[] = [];

  get size(): number {
    return this.#entries.length;
  }

  peek(): Entry | undefined {
    return this.#entries[0];
  }

  push(entry: Entry): void {
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
}
