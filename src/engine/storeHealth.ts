import { messageOf } from '../core/errors.ts';

const retryAfterMs = 10_000;
const full = 'The browser gave no more room for results; new ones are kept in memory alone.';
const damaged = 'A stored result was not what was written and was dropped; its request ran instead.';

/** What is known to be wrong with a store, and when to try it again. */
export class StoreHealth {
  #problem: string | undefined;
  #retryAt = Number.NEGATIVE_INFINITY;

  /** In a sentence; undefined while all is well. */
  get problem(): string | undefined {
    return this.#problem;
  }

  canTry(now: number): boolean {
    return now >= this.#retryAt;
  }

  noteFailure(error: unknown, now: number): void {
    this.#problem = `The store of results cannot be used (${messageOf(error)}); results are kept in memory alone.`;
    this.#retryAt = now + retryAfterMs;
  }

  noteFull(): void {
    this.#problem = full;
  }

  /** Said until the page ends: whoever reads it should wonder. */
  noteDamage(): void {
    this.#problem = damaged;
  }

  noteWritten(): void {
    if (this.#problem !== damaged) this.#problem = undefined;
  }
}
