import type { RttPoint } from './routingStatus.ts';

const weight = 0.25;
const spreads = 6;
const leastMs = 500;
const leastSlowMs = 250;
const fewSamples = 5;
const longestBackoff = 6;
const halfLifeMs = 1000;

/**
 * What a call takes by the size of its body: a line fitted by least squares over the latest calls, each older one counting three
 * quarters of the next. From it and from how far calls stray (as TCP does it, RFC 6298) comes what an attempt may take.
 */
export class RoundTrips {
  #count = 0;
  #total = 0;
  #meanBytes = 0;
  #meanMs = 0;
  #varBytes = 0;
  #covariance = 0;
  #deviationMs = 0;
  #backoff = 0;
  #leastBytes = Number.POSITIVE_INFINITY;
  #mostBytes = 0;

  get samples(): number {
    return this.#count;
  }

  /** @param ageMs since the call before: what is older than a few calls counts for less the older it is */
  observe(sizeBytes: number, ms: number, ageMs = 0): void {
    const expected = this.predictMs(sizeBytes);
    if (expected !== undefined) this.#deviationMs += weight * (Math.abs(ms - expected) - this.#deviationMs);
    this.#count += 1;
    this.#total = this.#total * (1 - weight) * 0.5 ** (ageMs / halfLifeMs) + 1;
    const share = 1 / this.#total;
    const bytesOff = sizeBytes - this.#meanBytes;
    const msOff = ms - this.#meanMs;
    this.#meanBytes += share * bytesOff;
    this.#meanMs += share * msOff;
    this.#varBytes = (1 - share) * (this.#varBytes + share * bytesOff * bytesOff);
    this.#covariance = (1 - share) * (this.#covariance + share * bytesOff * msOff);
    this.#leastBytes = Math.min(this.#leastBytes, sizeBytes);
    this.#mostBytes = Math.max(this.#mostBytes, sizeBytes);
    this.#backoff = 0;
  }

  /** Attempts ended without an answer: the next may take longer. */
  noteTimeout(): void {
    this.#backoff = Math.min(longestBackoff, this.#backoff + 1);
  }

  /** Undefined before the first answer. */
  predictMs(sizeBytes: number): number | undefined {
    if (this.#count === 0) return undefined;
    const slope = this.#varBytes > 1 ? Math.max(0, this.#covariance / this.#varBytes) : 0;
    return Math.max(0, this.#meanMs + slope * (sizeBytes - this.#meanBytes));
  }

  /** What an attempt may take where something else can answer: never more than `longestMs`. */
  timeoutMs(sizeBytes: number, longestMs: number): number {
    const expected = this.predictMs(sizeBytes);
    if (expected === undefined || this.#count < fewSamples) return longestMs;
    const patience = 2 * expected + spreads * this.#deviationMs;
    return Math.min(longestMs, Math.max(leastMs, patience) * 2 ** this.#backoff);
  }

  /** From here on a call counts as slow. */
  slowMs(sizeBytes: number): number {
    const expected = this.predictMs(sizeBytes);
    if (expected === undefined || this.#count < fewSamples) return Number.POSITIVE_INFINITY;
    return Math.max(leastSlowMs, 3 * expected + spreads * this.#deviationMs);
  }

  /** The estimate at the smallest, the usual and the largest body so far. */
  points(): readonly RttPoint[] {
    if (this.#count === 0) return [];
    const sizes = [this.#leastBytes, Math.round(this.#meanBytes), this.#mostBytes];
    return [...new Set(sizes)]
      .toSorted((left, right) => left - right)
      .map((sizeBytes) => ({ sizeBytes, ms: this.predictMs(sizeBytes) ?? 0 }));
  }
}
