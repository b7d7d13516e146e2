const least = 1;
const most = 32;
const first = 4;
const queued = 1;
const tolerance = 1.5;
const smoothing = 0.2;
const longWindow = 600;
const drift = 0.95;
const dropFactor = 0.8;

/**
 * How many calls may be under way at once: Netflix's Gradient2, small. Grows by one at a time while round trips stay as they are in the
 * long run and the limit is made use of, and shrinks by how much longer they take. The queue's term counts only where nothing is slower,
 * else mild overload would let it grow without bound.
 */
export class ConcurrencyLimit {
  #limit = first;
  #longMs: number | undefined;
  #samples = 0;

  /** Whole calls. */
  get value(): number {
    return Math.max(least, Math.floor(this.#limit));
  }

  /** A call took `ms` while `inFlight` were under way, itself among them. */
  observe(ms: number, inFlight: number): void {
    this.#samples += 1;
    const weight = Math.max(1 / this.#samples, 2 / (longWindow + 1));
    this.#longMs = this.#longMs === undefined ? ms : this.#longMs + weight * (ms - this.#longMs);
    if (this.#longMs > 2 * ms) this.#longMs *= drift;
    if (inFlight < this.#limit / 2) return;
    const gradient = Math.min(1, Math.max(0.5, (tolerance * this.#longMs) / Math.max(ms, Number.EPSILON)));
    const next = this.#limit * gradient + (gradient === 1 ? queued : 0);
    this.#limit = clamp(this.#limit + smoothing * (next - this.#limit));
  }

  /** The endpoint said that it has too much to do, or did not answer in time. */
  drop(): void {
    this.#limit = clamp(this.#limit * dropFactor);
  }
}

function clamp(limit: number): number {
  return Math.min(most, Math.max(least, limit));
}
