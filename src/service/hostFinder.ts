import type { BrokerNotice, EngineWanted, HostingState } from '../platform/tabs/brokerMessages.ts';

/** A tab or a frame, as the service worker sees it. */
export interface PageClient {
  readonly id: string;
  postMessage(notice: BrokerNotice, transfer?: Transferable[]): void;
}

/** What was found: the page that hosts, or whether one is about to. */
export type Found =
  | { readonly kind: 'host'; readonly client: PageClient }
  | { readonly kind: 'coming' }
  | { readonly kind: 'nobody' };

interface Search {
  readonly clients: ReadonlyMap<string, PageClient>;
  readonly silent: Set<string>;
  isComing: boolean;
  settle(found: Found): void;
}

/** A page that has not answered by then is asleep, or not ours. */
const answerWithinMs = 1500;

/** Asks every page whether it hosts an engine; the service worker itself may be stopped at any time and remembers nobody. */
export class HostFinder {
  readonly #listPages: () => Promise<readonly PageClient[]>;
  readonly #searches = new Map<number, Search>();
  #nextTicket = 1;

  constructor(listPages: () => Promise<readonly PageClient[]>) {
    this.#listPages = listPages;
  }

  /** @param exceptId a page that is not asked: the one that asks */
  async find(wanted: EngineWanted, exceptId?: string): Promise<Found> {
    const pages = (await this.#listPages()).filter(({ id }) => id !== exceptId);
    if (pages.length === 0) return { kind: 'nobody' };
    const ticket = this.#nextTicket;
    this.#nextTicket += 1;
    const { promise, resolve } = Promise.withResolvers<Found>();
    const search: Search = {
      clients: new Map(pages.map((page) => [page.id, page])),
      silent: new Set(pages.map(({ id }) => id)),
      isComing: false,
      settle: resolve,
    };
    this.#searches.set(ticket, search);
    const timer = setTimeout(() => {
      resolve(outcomeOf(search));
    }, answerWithinMs);
    for (const page of pages) page.postMessage({ kind: 'seek', ticket, wanted });
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#searches.delete(ticket);
    }
  }

  /** A page answered. */
  receive(ticket: number, clientId: string, state: HostingState): void {
    const search = this.#searches.get(ticket);
    const client = search?.clients.get(clientId);
    if (search === undefined || client === undefined) return;
    search.silent.delete(clientId);
    if (state === 'coming') search.isComing = true;
    if (state === 'hosting') search.settle({ kind: 'host', client });
    else if (search.silent.size === 0) search.settle(outcomeOf(search));
  }
}

function outcomeOf({ isComing }: Search): Found {
  return isComing ? { kind: 'coming' } : { kind: 'nobody' };
}
