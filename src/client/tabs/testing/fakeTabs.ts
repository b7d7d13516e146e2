import { FakeClock } from '../../../engine/testing/fakeClock.ts';
import type { GateLetter } from '../../../platform/tabs/brokerMessages.ts';
import type { GateCommand, GateNotice } from '../../../platform/tabs/gateMessages.ts';
import type { EngineConnection } from '../../engineConnection.ts';
import type { EngineSeat } from '../engineUser.ts';
import { SharedEngine } from '../sharedEngine.ts';
import type { Broker, BrokerListener, TabLocks } from '../tabPorts.ts';
import { FakeLocks } from './fakeLocks.ts';

/** One tab: what its page sees of the engine. */
export interface FakeTab {
  readonly engine: SharedEngine;
  /** Where the engine is reached just now. */
  seat: EngineSeat | undefined;
  isWaiting: boolean;
  failure: string | undefined;
}

interface FakeEngine {
  readonly realm: string;
  readonly lock: string;
  /** A frozen engine neither answers nor ends by itself. */
  isFrozen: boolean;
}

const target = { hostName: 'host', repositoryUrl: 'https://example.org/models/' };

/** Tabs of one origin over fake locks, a fake clock and engines that only greet and answer pings. */
export class FakeTabs {
  readonly clock = new FakeClock();
  readonly locks = new FakeLocks();
  readonly #listeners = new Map<string, BrokerListener>();
  readonly #frozen = new Set<string>();
  readonly #engines = new Map<string, FakeEngine>();
  #ids = 0;
  /** Engines that were ever started. */
  started = 0;
  canStart = true;

  constructor({ hasBroker = true } = {}) {
    this.#hasBroker = hasBroker;
  }

  readonly #hasBroker: boolean;

  /** The tabs whose engine is up, frozen ones among them. */
  get hosts(): readonly string[] {
    return [...this.#engines.values()].map(({ realm }) => realm);
  }

  open(realm: string): FakeTab {
    const locks = this.locks.forRealm(realm);
    const engine = new SharedEngine(target, {
      locks,
      broker: this.#brokerOf(realm),
      clock: this.clock,
      startEngine: (lock) => this.#start(realm, lock),
      makeId: () => String((this.#ids += 1)),
    });
    const tab: FakeTab = { engine, seat: undefined, isWaiting: false, failure: undefined };
    engine.add({
      attach: (seat) => {
        tab.seat = seat;
      },
      detach: () => {
        tab.seat = undefined;
      },
      fail: ({ code }) => {
        tab.failure = code;
      },
      isWaiting: () => tab.isWaiting,
    });
    return tab;
  }

  /** Nothing of the tab runs any more, but it is still there. */
  freeze(realm: string): void {
    this.#frozen.add(realm);
    for (const engine of this.#engines.values()) if (engine.realm === realm) engine.isFrozen = true;
  }

  /** The tab is gone. */
  crash(realm: string): void {
    this.#listeners.delete(realm);
    for (const engine of [...this.#engines.values()]) if (engine.realm === realm) this.#end(engine);
    this.locks.endRealm(realm);
  }

  /** The engine's worker alone is gone. */
  killEngine(realm: string): void {
    for (const engine of [...this.#engines.values()]) if (engine.realm === realm) this.#end(engine);
  }

  #end(engine: FakeEngine): void {
    this.#engines.delete(engine.lock);
    this.locks.endRealm(engine.lock);
  }

  #brokerOf(realm: string): Broker {
    return {
      isThere: () => Promise.resolve(this.#hasBroker),
      announce: (announcement) => {
        for (const [other, listener] of this.#listeners)
          if (other !== realm && !this.#frozen.has(other)) listener.onAnnounced(announcement);
      },
      join: (hostName, letter) => {
        this.#introduce(realm, hostName, letter);
      },
      open: (listener) => {
        this.#listeners.set(realm, listener);
        return () => {
          this.#listeners.delete(realm);
        };
      },
    };
  }

  #introduce(realm: string, hostName: string, letter: GateLetter): void {
    const wanted = { kind: 'shared', hostName } as const;
    for (const [other, listener] of this.#listeners) {
      if (other === realm || this.#frozen.has(other)) continue;
      const state = listener.onSeek(wanted);
      if (state === 'hosting') {
        listener.onAdmit(wanted, letter);
        return;
      }
      if (state === 'coming') this.#listeners.get(realm)?.onJoinLater(hostName);
    }
    letter.gate.close();
  }

  async #start(realm: string, lock: string): Promise<EngineConnection> {
    if (!this.canStart) throw new Error('There is no memory for it.');
    const engine: FakeEngine = { realm, lock, isFrozen: false };
    const { promise: lost, reject: lose } = Promise.withResolvers<never>();
    lost.catch(() => undefined);
    await this.#holdLock(this.locks.forRealm(lock), lock, () => {
      this.#end(engine);
    });
    this.#engines.set(lock, engine);
    this.started += 1;
    this.locks
      .forRealm(realm)
      .request(lock, () => {
        lose(new Error('The engine is gone.'));
      })
      .catch(() => undefined);
    return {
      connect: () => undefined,
      admit: ({ gate }) => {
        serveGate(gate, engine);
      },
      lost,
      terminate: () => {
        this.#end(engine);
      },
    };
  }

  async #holdLock(locks: TabLocks, name: string, onStolen: () => void): Promise<void> {
    await new Promise<void>((resolve) => {
      locks
        .request(name, () => {
          resolve();
          return new Promise<never>(() => undefined);
        })
        .catch(onStolen);
    });
  }
}

function serveGate(gate: MessagePort, engine: FakeEngine): void {
  const tell = (notice: GateNotice): void => {
    gate.postMessage(notice);
  };
  gate.onmessage = ({ data }: MessageEvent<GateCommand>) => {
    if (data.kind === 'ping' && !engine.isFrozen) tell({ kind: 'pong' });
    if (data.kind === 'leave') gate.close();
  };
  tell({ kind: 'welcome', engineLock: engine.lock });
}
