import { toNearsideError } from '../../core/errors.ts';
import type { EngineConnection } from '../engineConnection.ts';
import { endPredecessors } from './endPredecessors.ts';
import type { SeatEvents, TabPorts } from './tabPorts.ts';

export interface HostEvents extends SeatEvents {
  /** An engine is up, and holds this lock. */
  onUp(engineLock: string): void;
}

export interface HostOptions {
  /** Engines whose locks begin with it are never there at the same time. */
  readonly lockPrefix: string;
  /** How long the engine before this one may take to end. */
  readonly patienceMs: number;
}

const maxStarts = 5;
const firstBackoffMs = 100;
const longestBackoffMs = 10_000;
/** An engine that lived so long was not lost to how it started. */
const steadyMs = 30_000;

/** A tab that hosts the engine: one after the other, should they be lost, until the tab gives the role up. */
export class HostRole {
  readonly #ports: TabPorts;
  readonly #events: HostEvents;
  readonly #options: HostOptions;
  readonly #over = Promise.withResolvers<'over'>();
  #engine: EngineConnection | undefined;
  #isOver = false;

  constructor(ports: TabPorts, options: HostOptions, events: HostEvents) {
    this.#ports = ports;
    this.#options = options;
    this.#events = events;
  }

  /** The engine, while it is up. */
  get engine(): EngineConnection | undefined {
    return this.#engine;
  }

  /** Resolves when the role is over, and with it its engine. */
  async run(): Promise<void> {
    const { clock } = this.#ports;
    for (let starts = 1; !this.#isOver; starts += 1) {
      const startedAt = clock.now();
      let failure: unknown;
      try {
        await this.#runOnce();
      } catch (error) {
        failure = error;
      }
      if (clock.now() - startedAt > steadyMs) starts = 1;
      else if (failure !== undefined && (starts >= maxStarts || isFinal(failure))) {
        this.#events.onFailed(toNearsideError(failure, 'worker-lost'));
        return;
      }
      await Promise.race([
        this.#over.promise,
        this.#pause(Math.min(firstBackoffMs * 2 ** (starts - 1), longestBackoffMs)),
      ]);
    }
  }

  /** The engine ends with it, in this very task. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const engine = this.#engine;
    this.#engine = undefined;
    engine?.terminate();
    if (engine !== undefined) this.#events.onUnseated();
    this.#over.resolve('over');
  }

  async #runOnce(): Promise<void> {
    const { locks, clock, startEngine, makeId } = this.#ports;
    const { lockPrefix, patienceMs } = this.#options;
    if (locks !== undefined) await endPredecessors(locks, lockPrefix, { clock, patienceMs });
    const engineLock = `${lockPrefix}${makeId()}`;
    const engine = await startEngine(engineLock);
    // It may have ended meanwhile.
    if (this.#hasEnded()) {
      engine.terminate();
      return;
    }
    this.#engine = engine;
    this.#events.onSeated({
      isNear: true,
      connect: (ports) => {
        engine.connect(ports);
      },
    });
    this.#events.onUp(engineLock);
    await Promise.race([engine.lost.catch(() => undefined), this.#over.promise]);
    if (this.#hasEnded()) return;
    this.#engine = undefined;
    this.#events.onUnseated();
  }

  #hasEnded(): boolean {
    return this.#isOver;
  }

  async #pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => this.#ports.clock.after(ms, resolve));
  }
}

/** Where there are no workers at all, asking again does not help. */
function isFinal(error: unknown): boolean {
  return toNearsideError(error, 'worker-lost').code === 'unsupported';
}
