import type { TabLocks } from '../tabPorts.ts';

interface Held {
  readonly name: string;
  readonly realm: string;
  readonly settle: { readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void };
}

interface Queued {
  readonly name: string;
  readonly realm: string;
  readonly grant: () => void;
}

/** The locks of an origin as the browser keeps them, whose realms can end. */
export class FakeLocks {
  readonly #held = new Map<string, Held>();
  #queue: Queued[] = [];

  /** The names that are held. */
  get names(): readonly string[] {
    return [...this.#held.keys()];
  }

  /** Locks as one realm sees them. */
  forRealm(realm: string): TabLocks {
    const request = async (
      name: string,
      given: LockOptions | LockGrantedCallback<unknown>,
      callback?: LockGrantedCallback<unknown>,
    ): Promise<unknown> => {
      const options = typeof given === 'function' ? {} : given;
      const hold = (typeof given === 'function' ? given : callback) as LockGrantedCallback<unknown>;
      const { signal } = options;
      if (signal?.aborted === true) throw signal.reason;
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const grant = (): void => {
        const held: Held = { name, realm, settle: { resolve, reject } };
        this.#held.set(name, held);
        void Promise.resolve()
          .then(() => hold({ name, mode: 'exclusive' }))
          .then(resolve, reject)
          .finally(() => {
            this.#release(held);
          });
      };
      const current = this.#held.get(name);
      if (options.steal === true && current !== undefined) {
        this.#held.delete(name);
        current.settle.reject(new DOMException('The lock was stolen.', 'AbortError'));
        grant();
      } else if (current === undefined) grant();
      else if (options.ifAvailable === true) Promise.resolve(hold(null)).then(resolve, reject);
      else {
        const queued: Queued = { name, realm, grant };
        this.#queue.push(queued);
        signal?.addEventListener('abort', () => {
          this.#queue = this.#queue.filter((other) => other !== queued);
          reject(signal.reason);
        });
      }
      return await promise;
    };
    return {
      request,
      query: () =>
        Promise.resolve({ held: [...this.#held.values()].map(({ name }) => ({ name })), pending: [] }),
    };
  }

  /** A realm is gone, and with it what it held and waited for. */
  endRealm(realm: string): void {
    this.#queue = this.#queue.filter((queued) => queued.realm !== realm);
    for (const held of [...this.#held.values()]) if (held.realm === realm) this.#release(held);
  }

  #release(held: Held): void {
    if (this.#held.get(held.name) !== held) return;
    this.#held.delete(held.name);
    const at = this.#queue.findIndex(({ name }) => name === held.name);
    const [next] = at < 0 ? [] : this.#queue.splice(at, 1);
    next?.grant();
  }
}
