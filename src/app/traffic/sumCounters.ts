import type { ModelRouting, RouteReason, RoutingStatus, Side } from '../../client/index.ts';

/** What routing did besides the plain way, over all models, since the start. */
export interface Counters {
  /** Requests by the side that answered in place of the other, and why; largest count first. */
  readonly fallbacks: readonly {
    readonly side: Side;
    readonly reason: RouteReason;
    readonly count: number;
  }[];
  readonly hedges: ModelRouting['hedges'];
  readonly retries: ModelRouting['retries'];
  readonly calls: number;
  readonly requests: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
}

export function sumCounters(status: Pick<RoutingStatus, 'models'>): Counters {
  const models = Object.values(status.models);
  const sum = (pick: (model: ModelRouting) => number): number =>
    models.reduce((total, model) => total + pick(model), 0);
  const counts = new Map<string, Counters['fallbacks'][number]>();
  for (const { fallbacks } of models) {
    for (const side of ['local', 'remote'] as const) {
      for (const [reason, count] of Object.entries(fallbacks[side]) as [RouteReason, number][]) {
        const key = `${side} ${reason}`;
        const known = counts.get(key)?.count ?? 0;
        if (count > 0) counts.set(key, { side, reason, count: known + count });
      }
    }
  }
  return {
    fallbacks: [...counts.values()].sort((one, other) => other.count - one.count),
    hedges: {
      started: sum(({ hedges }) => hedges.started),
      won: sum(({ hedges }) => hedges.won),
      lost: sum(({ hedges }) => hedges.lost),
      budget: sum(({ hedges }) => hedges.budget),
    },
    retries: { made: sum(({ retries }) => retries.made), budget: sum(({ retries }) => retries.budget) },
    calls: sum(({ calls }) => calls),
    requests: sum(({ requests }) => requests),
    sentBytes: sum(({ sentBytes }) => sentBytes),
    receivedBytes: sum(({ receivedBytes }) => receivedBytes),
  };
}
