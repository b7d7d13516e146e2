import type { OpenEngine, WidgetEngine } from './widgetEngine.ts';

/** One user's share of an engine. */
export interface EngineHold {
  readonly engine: Promise<WidgetEngine>;
  /** Gives the share back; later calls do nothing. */
  leave(): void;
}

interface SharedEngine {
  readonly engine: Promise<WidgetEngine>;
  readonly onLost: Set<() => void>;
  users: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** An element that is moved, or the next view of an app, finds its engine warm. */
const lingerMs = 10_000;

/** Shares engines between all widgets of a page: one an app address. */
export class EngineRegister {
  readonly #open: OpenEngine;
  readonly #engines = new Map<string, SharedEngine>();

  constructor(open: OpenEngine) {
    this.#open = open;
  }

  /** @param onLost called when the engine is gone while it is held */
  join(appUrl: string, onLost: () => void): EngineHold {
    const shared = this.#engines.get(appUrl) ?? this.#start(appUrl);
    clearTimeout(shared.timer);
    shared.users += 1;
    shared.onLost.add(onLost);
    let isHeld = true;
    return {
      engine: shared.engine,
      leave: () => {
        if (!isHeld) return;
        isHeld = false;
        shared.onLost.delete(onLost);
        shared.users -= 1;
        if (shared.users === 0) this.#closeLater(appUrl, shared);
      },
    };
  }

  #start(appUrl: string): SharedEngine {
    const onLost = new Set<() => void>();
    const forget = (): void => {
      if (this.#engines.get(appUrl) === shared) this.#engines.delete(appUrl);
    };
    const engine = this.#open(appUrl, () => {
      forget();
      for (const listener of [...onLost]) listener();
    });
    const shared: SharedEngine = { engine, onLost, users: 0, timer: undefined };
    this.#engines.set(appUrl, shared);
    // An engine that did not open serves nobody: the next user opens another.
    engine.catch(forget);
    return shared;
  }

  #closeLater(appUrl: string, shared: SharedEngine): void {
    shared.timer = setTimeout(() => {
      if (this.#engines.get(appUrl) === shared) this.#engines.delete(appUrl);
      shared.engine.then(
        (engine) => {
          engine.close();
        },
        () => undefined,
      );
    }, lingerMs);
  }
}
