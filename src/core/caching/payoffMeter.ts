/** Milliseconds, each of one request. */
export interface CacheCosts {
  /** Making the key and looking it up. */
  readonly lookupMs: number;
  /** Keeping a result that was not there. */
  readonly insertMs: number;
}

const hitWeight = 1 / 64;
const costWeight = 1 / 64;
const optimism = 0.5;
// Before anything was measured; the meter starts out believing in the cache and learns within a hundred requests.
const firstCosts: CacheCosts = { lookupMs: 0.002, insertMs: 0.002 };
/** Off, on: the gap between the two bounds keeps it from flapping. */
const turnOnAt = 1.25;

/**
 * Whether a model's cache pays: while it hits often enough that the runs it saves cost more than its look-ups and inserts do,
 * `hit rate × run > look-up + (1 − hit rate) × insert`, all moving averages.
 */
export class PayoffMeter {
  #hitRate = optimism;
  #runMs: number | undefined;
  #lookupMs = firstCosts.lookupMs;
  #insertMs = firstCosts.insertMs;
  #doesPay = true;

  get doesPay(): boolean {
    return this.#doesPay;
  }

  get hitRate(): number {
    return this.#hitRate;
  }

  /** A request's share of an execution; undefined before the first. */
  get runMs(): number | undefined {
    return this.#runMs;
  }

  /** What a request costs that is not found: look-up and insert. */
  get missMs(): number {
    return this.#lookupMs + this.#insertMs;
  }

  observeLookup(isHit: boolean): void {
    this.#hitRate += hitWeight * (Number(isHit) - this.#hitRate);
    this.#judge();
  }

  observeRun(ms: number): void {
    this.#runMs = this.#runMs === undefined ? ms : this.#runMs + costWeight * (ms - this.#runMs);
    this.#judge();
  }

  /** A blunt clock gives 0 most times and its tick now and then: right on average. */
  observeCosts({ lookupMs, insertMs }: Partial<CacheCosts>): void {
    if (lookupMs !== undefined) this.#lookupMs += costWeight * (lookupMs - this.#lookupMs);
    if (insertMs !== undefined) this.#insertMs += costWeight * (insertMs - this.#insertMs);
  }

  #judge(): void {
    if (this.#runMs === undefined) return;
    const saved = this.#hitRate * this.#runMs;
    const spent = this.#lookupMs + (1 - this.#hitRate) * this.#insertMs;
    if (this.#doesPay) this.#doesPay = saved > spent;
    else this.#doesPay = saved > turnOnAt * spent;
  }
}
