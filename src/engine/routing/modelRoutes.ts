import type { RouteReason } from '../../core/protocol/inference.ts';
import { HedgeTimer } from '../../core/routing/hedgeTimer.ts';
import type { Side } from '../../core/routing/routingStatus.ts';
import { ShareBudget } from '../../core/routing/shareBudget.ts';

/** Of all requests at most one in so many is sent a second time, to the endpoint again or beside a slow run here. */
const retryOneIn = 10;
const hedgeOneIn = 20;
const mostSaved = 10;

/** Not fallbacks: the way that was meant. */
const plainReasons: ReadonlySet<RouteReason> = new Set(['mode', 'asked', 'faster']);

/** What is remembered of the ways that requests for one model took, whatever the endpoint was. */
export class ModelRoutes {
  readonly hedges = { started: 0, won: 0, lost: 0, budget: 0 };
  readonly retries = { made: 0, budget: 0 };
  /** Of calls that were made only to learn how long they take. */
  probes = 0;
  readonly hedgeBudget = new ShareBudget({ oneIn: hedgeOneIn, most: mostSaved });
  readonly retryBudget = new ShareBudget({ oneIn: retryOneIn, most: mostSaved });
  readonly localTimer = new HedgeTimer();
  readonly remoteTimer = new HedgeTimer();
  /** When the endpoint was last asked to learn how long it takes. */
  probedAt = Number.NEGATIVE_INFINITY;
  readonly #answers = new Map<string, number>();
  readonly #fallbacks: Record<Side, Partial<Record<RouteReason, number>>> = { local: {}, remote: {} };

  get fallbacks(): Readonly<Record<Side, Readonly<Partial<Record<RouteReason, number>>>>> {
    return this.#fallbacks;
  }

  /** Answers by side and reason. */
  get answers(): readonly { readonly side: Side; readonly reason: RouteReason; readonly count: number }[] {
    return [...this.#answers].map(([key, count]) => {
      const [side, reason] = key.split(' ') as [Side, RouteReason];
      return { side, reason, count };
    });
  }

  noteStart(side: Side, reason: RouteReason): void {
    if (plainReasons.has(reason)) return;
    const counts = this.#fallbacks[side];
    counts[reason] = (counts[reason] ?? 0) + 1;
  }

  noteAnswer(side: Side, reason: RouteReason): void {
    const key = `${side} ${reason}`;
    this.#answers.set(key, (this.#answers.get(key) ?? 0) + 1);
  }
}
