import type { ExpressLane } from '../core/ports.ts';
import type { AnswerLead } from './clientMessages.ts';
import type { ClientSession } from './clientSession.ts';
import type { ModelHost } from './modelHost.ts';
import { pickLaneTaker } from './pickLaneTaker.ts';
import type { ResultCache } from './resultCache.ts';

export interface LaneOfferPorts {
  /** In the order in which they connected. */
  readonly sessions: { keys(): Iterable<ClientSession> };
  readonly hosts: ReadonlyMap<string, ModelHost>;
  readonly cache: Pick<ResultCache, 'modes' | 'forgetLanes'>;
  /** Whether the settings ask for nothing that only the engine can give. */
  isPlain(model: string): boolean;
}

/** Who has the express lanes: a lane holds one caller. */
export class LaneOffers {
  readonly #ports: LaneOfferPorts;
  #taker: ClientSession | undefined;

  constructor(ports: LaneOfferPorts) {
    this.#ports = ports;
  }

  /** Memory is shared within the page that hosts the engine alone; to another it cannot even be sent. */
  offer(model: string, lane: ExpressLane, lead: AnswerLead): void {
    const taker = this.#taker;
    if (taker === undefined || !this.#ports.isPlain(model)) return;
    if (lane.kind === 'shared' && taker.laneReach !== 'shared') return;
    const cache = this.#ports.cache.modes.laneCache(model);
    taker.openLane({ kind: 'lane-open', model, lane, key: lead.key, cache }, lead);
  }

  /** Clients came or went: the lanes move if they are another's now. */
  move(): void {
    const { sessions, hosts, cache } = this.#ports;
    const before = this.#taker;
    this.#taker = pickLaneTaker(sessions.keys());
    if (this.#taker === before) return;
    if (before !== undefined) {
      for (const name of hosts.keys()) before.closeLane(name);
      cache.forgetLanes();
    }
    for (const host of hosts.values()) host.offerLane();
  }
}
