const least = 1;
const most = 32;
const first = 4;
const queued = 1;
const tolerance = 1.5;
const smoothing = 0.2;
const dropFactor = 0.8;

/**
 * How many calls may be under way at once: a gradient as of Netflix's limiters and Envoy's, small. Grows by one at a time while round
 * trips are about what they are without company and the limit is made use of, and shrinks by how much longer they take. What a call
 * takes without company is that of the quickest, and of those that were alone: a long-run mean would come to hold the wait of calls
 * beyond what the endpoint, or the browser's connections to it, can carry at once, and let in ever more of them.
 */
export class ConcurrencyLimit {
  #limit = first;
  /** Milliseconds of a call without company, by the power of two above its body's size: large ones take longer. */
  readonly #aloneMs: (number | undefined)[] = [];

  /** Whole calls. */
  get value(): number {
    return Math.max(least, Math.floor(this.#limit));
  }

  /** A call took `ms` while `inFlight` were under way when it began, itself among them. */
  observe(ms: number, inFlight: number, sizeBytes = 0): void {
    const sizeClass = 32 - Math.clz32(sizeBytes);
    let aloneMs = this.#aloneMs[sizeClass] ?? ms;
    if (ms < aloneMs || inFlight === 1) aloneMs += smoothing * (ms - aloneMs);
    this.#aloneMs[sizeClass] = aloneMs;
    if (inFlight < this.#limit / 2) return;
    const gradient = Math.min(1, Math.max(0.5, (tolerance * aloneMs) / Math.max(ms, Number.EPSILON)));
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
