import type { ModelRouting, RemoteState } from '../../core/routing/routingStatus.ts';
import type { RoutingMode } from '../../core/settings/settingsValue.ts';
import type { ModelRecorder } from '../../core/telemetry/modelRecorder.ts';
import type { ModelHost } from '../modelHost.ts';
import { defaultTimeoutMs } from './endpoint.ts';
import type { ModelRoutes } from './modelRoutes.ts';
import { predictLocalMs } from './predictLocalMs.ts';
import type { RemoteDeployment } from './remoteDeployment.ts';

export interface RoutingSources {
  readonly mode: RoutingMode;
  readonly host: ModelHost | undefined;
  readonly routes: ModelRoutes;
  /** Undefined while nothing may go to an endpoint. */
  readonly remote: RemoteDeployment | undefined;
  readonly recorder: ModelRecorder;
  readonly longestMs: number | undefined;
}

const noConsent: RemoteState = {
  kind: 'closed',
  reason: 'no-consent',
  message: 'Nothing may leave the device: there is no endpoint, or no consent for it.',
};
const firstLimit = 4;

/** How requests for one model are routed now. */
export function describeRouting(
  { mode, host, routes, remote, recorder, longestMs = defaultTimeoutMs }: RoutingSources,
  now: number,
): ModelRouting {
  const points = remote?.trips.points() ?? [];
  const usual = points[Math.floor(points.length / 2)]?.sizeBytes ?? 0;
  const localMs = predictLocalMs(host?.deployment);
  return {
    mode,
    remote: remote?.state() ?? noConsent,
    described: remote?.knowledge.describe() ?? { kind: 'unknown' },
    localMs: localMs === undefined || !Number.isFinite(localMs) ? null : localMs,
    remoteMs: remote?.predictMs(usual) ?? null,
    rtt: points,
    timeoutMs: remote?.trips.timeoutMs(usual, longestMs) ?? longestMs,
    concurrencyLimit: remote?.limit.value ?? firstLimit,
    inFlight: remote?.inFlight ?? 0,
    waiting: remote?.waiting ?? 0,
    breaker: remote?.breaker.status(now) ?? {
      state: 'closed',
      opensUntil: null,
      calls: 0,
      failures: 0,
      slow: 0,
      history: [],
    },
    split: recorder.answers.recent(now),
    splitTotal: recorder.answers.total,
    fallbacks: { local: { ...routes.fallbacks.local }, remote: { ...routes.fallbacks.remote } },
    hedges: { ...routes.hedges },
    retries: { ...routes.retries },
    probes: routes.probes,
    calls: remote?.counts.calls ?? 0,
    requests: remote?.counts.requests ?? 0,
    sentBytes: remote?.counts.sentBytes ?? 0,
    receivedBytes: remote?.counts.receivedBytes ?? 0,
  };
}
