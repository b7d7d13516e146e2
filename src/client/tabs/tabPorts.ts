import type { Clock } from '../../core/clock.ts';
import type { NearsideError } from '../../core/errors.ts';
import type { EngineWanted, GateLetter, HostingState } from '../../platform/tabs/brokerMessages.ts';
import type { EngineConnection } from '../engineConnection.ts';
import type { EngineSeat } from './engineUser.ts';

/** Said to all tabs when an engine is up. */
export interface Announcement {
  readonly hostName: string;
  readonly engineLock: string;
}

/** What introduces tabs to each other; listens only while it is open. */
export interface Broker {
  /** Whether there is one: it comes with the service worker. */
  isThere(): Promise<boolean>;
  /** Has the letter brought to the tab that hosts `hostName`. */
  join(hostName: string, letter: GateLetter): void;
  announce(announcement: Announcement): void;
  open(listener: BrokerListener): () => void;
}

export interface BrokerListener {
  onAnnounced(announcement: Announcement): void;
  /** A tab is about to host, and will say so. */
  onJoinLater(hostName: string): void;
  /** How this page stands to an engine that is looked for. */
  onSeek(wanted: EngineWanted): HostingState;
  onAdmit(wanted: EngineWanted, letter: GateLetter): void;
}

export type TabLocks = Pick<LockManager, 'request' | 'query'>;

/** What an engine that tabs share needs of its surroundings. */
export interface TabPorts {
  /** Undefined where there are none, and nothing can be shared. */
  readonly locks: TabLocks | undefined;
  readonly broker: Broker;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly startEngine: (engineLock: string) => Promise<EngineConnection>;
  /** A name that no other realm has. */
  readonly makeId: () => string;
}

/** What becomes of the engine, for those in this page who use it. */
export interface SeatEvents {
  onSeated(seat: EngineSeat): void;
  /** The engine is gone; another will come. */
  onUnseated(): void;
  /** There is no engine and will be none. */
  onFailed(error: NearsideError): void;
  /** Whether anything waits for the engine. */
  isWaiting(): boolean;
}
