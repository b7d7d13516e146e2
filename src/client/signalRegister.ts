import { ChurningMap } from '../core/collections/churningMap.ts';

/**
 * Which requests hang on which signal. A signal is listened to once, however many requests share it: a listener for each would cost
 * a search through all others.
 */
export class SignalRegister {
  readonly #groups = new ChurningMap<
    AbortSignal,
    { readonly ids: ChurningMap<number, true>; readonly abort: () => void }
  >();
  readonly #onAbort: (ids: Iterable<number>, reason: unknown) => void;

  constructor(onAbort: (ids: Iterable<number>, reason: unknown) => void) {
    this.#onAbort = onAbort;
  }

  watch(signal: AbortSignal, id: number): void {
    let group = this.#groups.get(signal);
    if (group === undefined) {
      const ids = new ChurningMap<number, true>();
      const abort = (): void => {
        this.#groups.delete(signal);
        this.#onAbort(ids.keys(), signal.reason);
      };
      group = { ids, abort };
      this.#groups.set(signal, group);
      signal.addEventListener('abort', abort, { once: true });
    }
    group.ids.set(id, true);
  }

  /** The request has settled. */
  forget(signal: AbortSignal, id: number): void {
    const group = this.#groups.get(signal);
    if (group === undefined) return;
    group.ids.delete(id);
    if (group.ids.size > 0) return;
    this.#groups.delete(signal);
    signal.removeEventListener('abort', group.abort);
  }
}
