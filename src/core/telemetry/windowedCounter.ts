import { windowSeconds } from './windowedHistogram.ts';

/** A count since the start and over the last ten seconds. */
export class WindowedCounter {
  readonly #seconds = new Float64Array(windowSeconds).fill(-1);
  readonly #counts = new Float64Array(windowSeconds);
  #total = 0;

  get total(): number {
    return this.#total;
  }

  add(amount: number, now: number): void {
    const second = Math.floor(now / 1000);
    const slot = second % windowSeconds;
    if (this.#seconds[slot] !== second) {
      this.#seconds[slot] = second;
      this.#counts[slot] = 0;
    }
    this.#counts[slot] = (this.#counts[slot] as number) + amount;
    this.#total += amount;
  }

  merge(other: WindowedCounter): void {
    this.#total += other.#total;
    for (let slot = 0; slot < windowSeconds; slot += 1) {
      const second = other.#seconds[slot] as number;
      if (second < (this.#seconds[slot] as number) || second < 0) continue;
      const kept = second === this.#seconds[slot] ? (this.#counts[slot] as number) : 0;
      this.#seconds[slot] = second;
      this.#counts[slot] = kept + (other.#counts[slot] as number);
    }
  }

  /** The sum over the last ten seconds. */
  window(now: number): number {
    const oldest = Math.floor(now / 1000) - windowSeconds;
    let sum = 0;
    for (let slot = 0; slot < windowSeconds; slot += 1) {
      if ((this.#seconds[slot] as number) > oldest) sum += this.#counts[slot] as number;
    }
    return sum;
  }
}
