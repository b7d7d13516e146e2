/** An entry with what it is worth; the least worth leaves first. */
export interface Valued {
  value: number;
  /** Where it stands, kept by the queue; −1 outside. */
  place: number;
}

/** A binary heap whose entries can be moved and taken out: the cheapest on top. */
export class EvictionQueue<Entry extends Valued> {
  readonly #heap: Entry[] = [];

  push(entry: Entry): void {
    entry.place = this.#heap.length;
    this.#heap.push(entry);
    this.#rise(entry);
  }

  pop(): Entry | undefined {
    const first = this.#heap[0];
    if (first !== undefined) this.remove(first);
    return first;
  }

  remove(entry: Entry): void {
    const { place } = entry;
    if (place < 0) return;
    entry.place = -1;
    const last = this.#heap.pop() as Entry;
    if (last === entry) return;
    this.#set(place, last);
    this.update(last);
  }

  /** Its value changed. */
  update(entry: Entry): void {
    this.#rise(entry);
    this.#sink(entry);
  }

  #set(place: number, entry: Entry): void {
    this.#heap[place] = entry;
    entry.place = place;
  }

  #rise(entry: Entry): void {
    while (entry.place > 0) {
      const above = this.#heap[(entry.place - 1) >> 1] as Entry;
      if (above.value <= entry.value) return;
      const { place } = entry;
      this.#set(above.place, entry);
      this.#set(place, above);
    }
  }

  #sink(entry: Entry): void {
    for (;;) {
      const left = this.#heap[2 * entry.place + 1];
      const right = this.#heap[2 * entry.place + 2];
      if (left === undefined) return;
      const least = right !== undefined && right.value < left.value ? right : left;
      if (least.value >= entry.value) return;
      const { place } = entry;
      this.#set(least.place, entry);
      this.#set(place, least);
    }
  }
}
