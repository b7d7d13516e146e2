import type { BreakerChange, RoutingStatus } from '../../client/index.ts';

/** A change of one model's breaker. */
export interface BreakerEvent extends BreakerChange {
  readonly model: string;
}

/** The changes of all breakers, newest first. */
export function breakerEvents({ models }: Pick<RoutingStatus, 'models'>): readonly BreakerEvent[] {
  return Object.entries(models)
    .flatMap(([model, { breaker }]) => breaker.history.map((change) => ({ ...change, model })))
    .sort((one, other) => other.at - one.at);
}
