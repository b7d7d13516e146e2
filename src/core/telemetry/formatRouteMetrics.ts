import type { RouteReason } from '../protocol/inference.ts';
import type { BreakerState, ModelRouting, Side } from '../routing/routingStatus.ts';
import { formatMetric, type Sample } from './prometheusText.ts';

/** How requests for one model were routed. */
export interface RouteFigures {
  readonly model: string;
  readonly answers: readonly { readonly side: Side; readonly reason: RouteReason; readonly count: number }[];
  readonly hedges: ModelRouting['hedges'];
  /** Absent while nothing may go to an endpoint. */
  readonly remote?: { readonly breaker: BreakerState; readonly concurrencyLimit: number };
}

const breakerValues: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2 };
const hedgeResults = ['won', 'lost', 'budget'] as const;

/** Routing in the text exposition format. Requests that could be answered here alone are not among them. */
export function formatRouteMetrics(models: readonly RouteFigures[]): string {
  const collect = (samplesOf: (figures: RouteFigures) => readonly Sample[]): readonly Sample[] =>
    models.flatMap((figures) =>
      samplesOf(figures).map((sample) => ({ ...sample, labels: { model: figures.model, ...sample.labels } })),
    );
  return [
    formatMetric(
      'nearside_route_total',
      'counter',
      'Answers by the side that gave them and why it was asked.',
      collect(({ answers }) =>
        answers.map(({ side, reason, count }) => ({ labels: { to: side, reason }, value: count })),
      ),
    ),
    formatMetric(
      'nearside_hedge_total',
      'counter',
      'Second ways taken beside a slow one: first there, too late, or not taken for want of budget.',
      collect(({ hedges }) => hedgeResults.map((result) => ({ labels: { result }, value: hedges[result] }))),
    ),
    formatMetric(
      'nearside_breaker_state',
      'gauge',
      'Breaker of the model at the endpoint: 0 closed, 1 half-open, 2 open.',
      collect(({ remote }) => (remote === undefined ? [] : [{ value: breakerValues[remote.breaker] }])),
    ),
    formatMetric(
      'nearside_remote_concurrency_limit',
      'gauge',
      'Calls that may be under way at once.',
      collect(({ remote }) => (remote === undefined ? [] : [{ value: remote.concurrencyLimit }])),
    ),
  ].join('');
}
