import type { TraceSource } from '../protocol/inference.ts';
import type { AnswerSplit } from '../routing/routingStatus.ts';
import { WindowedCounter } from './windowedCounter.ts';

/** Answers by where they came from, since the start and over the last ten seconds. */
export class AnswerCounts {
  readonly sources = new Map<TraceSource, number>();
  readonly #sides = {
    local: new WindowedCounter(),
    remote: new WindowedCounter(),
    cache: new WindowedCounter(),
  };

  get total(): AnswerSplit {
    return this.#read(({ total }) => total);
  }

  recent(now: number): AnswerSplit {
    return this.#read((counter) => counter.window(now));
  }

  add(source: TraceSource, now: number): void {
    this.#count(source, 1);
    this.#sides[source === 'local' || source === 'remote' ? source : 'cache'].add(1, now);
  }

  merge(other: AnswerCounts): void {
    for (const [source, count] of other.sources) this.#count(source, count);
    for (const side of ['local', 'remote', 'cache'] as const) this.#sides[side].merge(other.#sides[side]);
  }

  #count(source: TraceSource, amount: number): void {
    this.sources.set(source, (this.sources.get(source) ?? 0) + amount);
  }

  #read(count: (counter: WindowedCounter) => number): AnswerSplit {
    const { local, remote, cache } = this.#sides;
    return { local: count(local), remote: count(remote), cache: count(cache) };
  }
}
