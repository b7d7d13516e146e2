import type { EngineWanted, GateLetter, HostingState } from '../../platform/tabs/brokerMessages.ts';
import { GuestRole } from './guestRole.ts';
import { HostRole } from './hostRole.ts';
import type { SeatEvents, TabLocks, TabPorts } from './tabPorts.ts';

export interface StayTarget {
  /** Tabs that name the same share an engine: one build, one repository. */
  readonly hostName: string;
  readonly repositoryUrl: string;
}

const patienceMs = 2000;
const maxTakeOvers = 3;

/**
 * One tab's part in the engine that tabs share, from when its page is shown until it is hidden: the tab that holds the lock hosts the
 * engine; the others are its guests and wait for the lock. Where tabs cannot be introduced to each other, each hosts its own.
 */
export class TabStay {
  readonly #target: StayTarget;
  readonly #ports: TabPorts;
  readonly #events: SeatEvents;
  readonly #closeBroker: () => void;
  readonly #away = Promise.withResolvers<undefined>();
  readonly #queue = new AbortController();
  #isOver = false;
  #host: HostRole | undefined;
  #guest: GuestRole | undefined;
  #onHosted: (() => void) | undefined;
  #takeOvers = 0;

  constructor(target: StayTarget, ports: TabPorts, events: SeatEvents) {
    this.#target = target;
    this.#ports = ports;
    this.#events = events;
    this.#closeBroker = ports.broker.open({
      onAnnounced: (announcement) => this.#guest?.hearAnnouncement(announcement),
      onJoinLater: (hostName) => {
        if (hostName === target.hostName) this.#guest?.hearLife();
      },
      onSeek: (wanted) => this.#tellState(wanted),
      onAdmit: (wanted, letter) => {
        this.#admit(wanted, letter);
      },
    });
    const { locks } = ports;
    if (locks === undefined) void this.#hostAlone();
    else
      void this.#request(locks, { ifAvailable: true }, async (lock) => {
        if (lock === null) void this.#follow(locks);
        else await this.#hostForAll();
      });
  }

  /** Lets everything go in this very task: a page that is hidden may not get another. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#closeBroker();
    this.#queue.abort();
    this.#guest?.end();
    this.#host?.end();
    this.#onHosted?.();
    this.#away.resolve(undefined);
  }

  /** Something waits for the engine from now on. */
  watch(): void {
    this.#guest?.watch();
  }

  /** Runs while it holds the lock; when another tab takes that away, this one becomes its guest. */
  async #request(
    locks: TabLocks,
    options: LockOptions,
    hold: (lock: Lock | null) => Promise<void>,
  ): Promise<void> {
    try {
      await locks.request(this.#target.hostName, options, async (lock) => {
        if (!this.#isOver) await hold(lock);
      });
    } catch {
      if (this.#isOver || this.#queue.signal.aborted) return;
      const host = this.#host;
      this.#host = undefined;
      host?.end();
      if (host !== undefined) void this.#follow(locks);
      // Refused, as to the frames of other sites when those may store nothing.
      else if (options.ifAvailable === true) void this.#hostAlone();
    }
  }

  async #follow(locks: TabLocks): Promise<void> {
    if (!(await this.#ports.broker.isThere())) await this.#hostAlone();
    else if (!this.#isOver) {
      const clientLock = this.#holdClientLock(locks);
      this.#guest = new GuestRole(
        this.#ports,
        { hostName: this.#target.hostName, locks, clientLock },
        { ...this.#events, onSilent: () => void this.#takeOver(locks) },
      );
      void this.#guest.join();
      await this.#request(locks, { signal: this.#queue.signal }, () => this.#hostForAll());
    }
  }

  /** One guest of a silent host at a time tries, and the others hear of it when it has done so. */
  async #takeOver(locks: TabLocks): Promise<void> {
    this.#takeOvers += 1;
    if (this.#takeOvers > maxTakeOvers) {
      // Tabs that never hear of each other would take the engine from each other for ever.
      await this.#hostAlone();
      return;
    }
    await locks.request(`${this.#target.hostName} take-over`, { ifAvailable: true }, async (lock) => {
      if (lock === null || this.#isOver || this.#host !== undefined) return;
      const hosted = Promise.withResolvers<undefined>();
      this.#onHosted = () => {
        hosted.resolve(undefined);
      };
      void this.#request(locks, { steal: true }, () => this.#hostForAll(0));
      await hosted.promise;
    });
  }

  async #hostForAll(patience = patienceMs): Promise<void> {
    // The place in the queue remains when the lock was taken by force.
    if (this.#host === undefined) await this.#runHost(`nearside-engine ${this.#target.hostName} `, patience);
  }

  async #hostAlone(): Promise<void> {
    if (!this.#isOver) await this.#runHost(`nearside-engine-alone ${this.#ports.makeId()} `, 0);
  }

  async #runHost(lockPrefix: string, patience: number): Promise<void> {
    this.#guest?.end();
    this.#guest = undefined;
    const { broker } = this.#ports;
    const { hostName } = this.#target;
    const host = new HostRole(
      this.#ports,
      { lockPrefix, patienceMs: patience },
      {
        ...this.#events,
        onUp: (engineLock) => {
          broker.announce({ hostName, engineLock });
          this.#onHosted?.();
        },
      },
    );
    this.#host = host;
    await host.run();
    if (this.#host === host) this.#host = undefined;
    this.#onHosted?.();
  }

  #tellState(wanted: EngineWanted): HostingState {
    const { hostName, repositoryUrl } = this.#target;
    const isMeant =
      wanted.kind === 'shared' ? wanted.hostName === hostName : wanted.repositoryUrl === repositoryUrl;
    if (!isMeant) return 'elsewhere';
    if (this.#host !== undefined) return this.#host.engine === undefined ? 'coming' : 'hosting';
    return 'elsewhere';
  }

  #admit(wanted: EngineWanted, letter: GateLetter): void {
    const engine = this.#tellState(wanted) === 'hosting' ? this.#host?.engine : undefined;
    if (engine === undefined) letter.gate.close();
    else engine.admit(letter);
  }

  /** Held until the page is hidden. */
  async #holdClientLock(locks: TabLocks): Promise<string> {
    const name = `nearside-tab ${this.#ports.makeId()}`;
    await new Promise<void>((resolve) => {
      void locks.request(name, () => {
        resolve();
        return this.#away.promise;
      });
    });
    return name;
  }
}
