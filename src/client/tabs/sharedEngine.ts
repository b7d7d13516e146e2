import type { NearsideError } from '../../core/errors.ts';
import type { EngineSeat, EngineUser } from './engineUser.ts';
import type { TabPorts } from './tabPorts.ts';
import { TabStay, type StayTarget } from './tabStay.ts';

/** The engine as the connections of this page see it: in this tab or in another, and in the next one when it is lost. */
export class SharedEngine {
  /** Resolves when the engine is first reached; rejects when there is none and will be none. */
  readonly ready: Promise<void>;
  readonly #target: StayTarget;
  readonly #ports: TabPorts;
  readonly #users = new Set<EngineUser>();
  readonly #first = Promise.withResolvers<undefined>();
  #stay: TabStay | undefined;
  #seat: EngineSeat | undefined;
  #failure: NearsideError | undefined;

  constructor(target: StayTarget, ports: TabPorts) {
    this.#target = target;
    this.#ports = ports;
    this.ready = this.#first.promise;
    this.ready.catch(() => undefined);
    this.enter();
  }

  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  add(user: EngineUser): () => void {
    this.#users.add(user);
    if (this.#failure !== undefined) user.fail(this.#failure);
    else if (this.#seat !== undefined) user.attach(this.#seat);
    return () => {
      this.#users.delete(user);
    };
  }

  /** A user waits for the engine from now on. */
  watch(): void {
    this.#stay?.watch();
  }

  /** The page is shown, or shown again. */
  enter(): void {
    this.#stay ??= new TabStay(this.#target, this.#ports, {
      onSeated: (seat) => {
        this.#seat = seat;
        this.#first.resolve(undefined);
        for (const user of this.#users) user.attach(seat);
      },
      onUnseated: () => {
        this.#seat = undefined;
        for (const user of this.#users) user.detach();
      },
      onFailed: (error) => {
        this.#failure = error;
        this.#first.reject(error);
        for (const user of this.#users) user.fail(error);
      },
      isWaiting: () => [...this.#users].some((user) => user.isWaiting()),
    });
  }

  /** The page is hidden, and may never come back: nothing of the engine is held. */
  leave(): void {
    this.#stay?.end();
    this.#stay = undefined;
  }
}
