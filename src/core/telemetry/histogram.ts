/** Relative error of every quantile (DDSketch's mapping: Masson, Rim, Lee 2019). */
export const relativeError = 0.01;

const gamma = (1 + relativeError) / (1 - relativeError);
const logGamma = Math.log(gamma);
const smallestMs = 0.001;
const largestMs = 3_600_000;
const lowestKey = Math.ceil(Math.log(smallestMs) / logGamma);
const binCount = Math.ceil(Math.log(largestMs) / logGamma) - lowestKey + 1;

/** Log-bucket histogram of durations from a microsecond to an hour; values beyond are clamped. */
export class Histogram {
  readonly #bins = new Uint32Array(binCount);
  #count = 0;
  #sum = 0;

  get count(): number {
    return this.#count;
  }

  get sum(): number {
    return this.#sum;
  }

  add(ms: number): void {
    const clamped = ms > smallestMs ? (ms < largestMs ? ms : largestMs) : smallestMs;
    const bin = Math.ceil(Math.log(clamped) / logGamma) - lowestKey;
    this.#bins[bin] = (this.#bins[bin] as number) + 1;
    this.#count += 1;
    this.#sum += ms;
  }

  merge(other: Histogram): void {
    for (let bin = 0; bin < binCount; bin += 1) {
      this.#bins[bin] = (this.#bins[bin] as number) + (other.#bins[bin] as number);
    }
    this.#count += other.#count;
    this.#sum += other.#sum;
  }

  clear(): void {
    this.#bins.fill(0);
    this.#count = 0;
    this.#sum = 0;
  }

  /** The value at `share` (0 to 1) within 1 %, or null without samples. */
  quantile(share: number): number | null {
    if (this.#count === 0) return null;
    const rank = Math.min(Math.floor(share * (this.#count - 1) + 0.5), this.#count - 1);
    let seen = 0;
    for (let bin = 0; bin < binCount; bin += 1) {
      seen += this.#bins[bin] as number;
      if (seen > rank) return (2 * gamma ** (bin + lowestKey)) / (gamma + 1);
    }
    return null;
  }

  /** How many samples are at most `ms`, within the relative error. */
  countAtMost(ms: number): number {
    const last = Math.min(
      Math.floor(Math.log(Math.max(ms, smallestMs)) / logGamma) - lowestKey,
      binCount - 1,
    );
    let seen = 0;
    for (let bin = 0; bin <= last; bin += 1) seen += this.#bins[bin] as number;
    return seen;
  }
}
