/** Lets through so many a second, and so many at once after a pause. */
export class TokenBucket {
  readonly #perMs: number;
  readonly #most: number;
  #tokens: number;
  #at = Number.NEGATIVE_INFINITY;

  constructor({ perSecond, burst }: { readonly perSecond: number; readonly burst: number }) {
    this.#perMs = perSecond / 1000;
    this.#most = burst;
    this.#tokens = burst;
  }

  take(now: number): boolean {
    const gained = Math.max(0, now - this.#at) * this.#perMs;
    this.#tokens = Math.min(this.#most, this.#tokens + gained);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
