/**
 * Which requests hang on which signal. A signal is listened to once, however many requests share it: a listener for each would cost
 * a search through all others.
 */
export class SignalRegister {
  readonly #groups = new Map<AbortSignal, { readonly ids: Set<number>; readonly abort: () => void }>();
  readonly #onAbort: (ids: Iterable<number>, reason: unknown) => void;

  constructor(onAbort: (ids: Iterable<number>, reason: unknown) => void) {
    this.#onAbort = onAbort;
  }

  watch(signal: AbortSignal, id: number): void {
    let group = this.#groups.get(signal);
    if (group === undefined) {
      const ids = new Set<number>();
      const abort = (): void => {
        this.#groups.delete(signal);
        this.#onAbort(ids, signal.reason);
      };
      group = { ids, abort };
      this.#groups.set(signal, group);
      signal.addEventListener('abort', abort, { once: true });
    }
    group.ids.add(id);
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
