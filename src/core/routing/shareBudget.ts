/**
 * A token bucket that is filled by traffic instead of time: of `earn`ed requests at most one in `oneIn` may be spent, and at most
 * `most` at once after a pause. Counted in whole units, so that the share is never passed.
 */
export class ShareBudget {
  readonly #cost: number;
  readonly #limit: number;
  #units = 0;

  constructor({ oneIn, most }: { readonly oneIn: number; readonly most: number }) {
    this.#cost = oneIn;
    this.#limit = oneIn * most;
  }

  earn(requests = 1): void {
    this.#units = Math.min(this.#limit, this.#units + requests);
  }

  spend(): boolean {
    if (this.#units < this.#cost) return false;
    this.#units -= this.#cost;
    return true;
  }
}
