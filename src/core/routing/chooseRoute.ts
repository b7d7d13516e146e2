import type { RouteChoice, RouteReason } from '../protocol/inference.ts';
import type { RoutingMode } from '../settings/settingsValue.ts';
import type { RemoteState, Side } from './routingStatus.ts';

/** What a side would need for this request: undefined while nothing is measured, infinite while it gets ready. */
export interface SideOutlook {
  readonly predictedMs: number | undefined;
}

export interface RouteQuestion {
  readonly route: RouteChoice | undefined;
  readonly mode: RoutingMode;
  /** Milliseconds until the deadline; infinite without one. */
  readonly leftMs: number;
  readonly local: SideOutlook & {
    /** Why it cannot answer now, if so. */
    readonly closed?: RouteReason;
    /** It never could: there is no such model here. */
    readonly isMissing?: boolean;
  };
  readonly remote: SideOutlook & {
    readonly state: RemoteState;
    /** Every call that may be under way is, and as many requests wait. */
    readonly isCrowded: boolean;
  };
}

export type RoutePlan =
  | {
      readonly kind: 'take';
      readonly first: Side;
      readonly reason: RouteReason;
      /** What may be asked when that side fails. */
      readonly second: Side | undefined;
    }
  /** There is one way alone, and it is closed. */
  | { readonly kind: 'refused'; readonly reason: RouteReason };

/** A second try beside the first begins only with so much more time than it should need. */
const usualMargin = 1.25;

/**
 * Where a request goes first, why, and where when that fails. A request's own route overrides the mode and has no second way. Without
 * consent every mode answers locally but `remote-only`.
 */
export function chooseRoute(question: RouteQuestion): RoutePlan {
  const { route, mode, remote } = question;
  if (route === 'local') return only('local', 'asked');
  if (route === 'remote') return onlyRemote('asked', remote.state);
  switch (mode) {
    case 'local-only':
      return only('local', 'mode');
    case 'remote-only':
      return onlyRemote('mode', remote.state);
    case 'prefer-local':
      return preferLocal(question);
    case 'prefer-remote':
      return preferRemote(question);
    case 'fastest':
      return takeFaster(question);
  }
}

export interface MarginOptions {
  /** How many times what it should take has to be left. @default 1.25 */
  readonly margin?: number;
}

/** Whether a try that should take `predictedMs` can still make it. */
export function canMakeIt(
  predictedMs: number | undefined,
  leftMs: number,
  { margin = usualMargin }: MarginOptions = {},
): boolean {
  return leftMs > 0 && (predictedMs ?? 0) * margin <= leftMs;
}

function only(side: Side, reason: RouteReason): RoutePlan {
  return { kind: 'take', first: side, reason, second: undefined };
}

function onlyRemote(reason: RouteReason, state: RemoteState): RoutePlan {
  // Whoever can go nowhere else finds out for himself whether the endpoint is back, but for consent and the breaker.
  if (state.kind === 'open' || (state.reason !== 'no-consent' && state.reason !== 'breaker-open'))
    return only('remote', reason);
  return { kind: 'refused', reason: state.reason };
}

function preferLocal({ local, remote, leftMs }: RouteQuestion): RoutePlan {
  const isOpen = remote.state.kind === 'open';
  if (isOpen && local.closed !== undefined && canMakeIt(remote.predictedMs, leftMs))
    return { kind: 'take', first: 'remote', reason: local.closed, second: secondOf(local) };
  return { kind: 'take', first: 'local', reason: 'mode', second: isOpen ? 'remote' : undefined };
}

function preferRemote({ local, remote, leftMs }: RouteQuestion): RoutePlan {
  const { state, predictedMs, isCrowded } = remote;
  if (state.kind === 'closed') return only('local', state.reason);
  const isLocalReady = local.closed === undefined;
  if (isLocalReady && !canMakeIt(predictedMs, leftMs) && canMakeIt(local.predictedMs, leftMs))
    return { kind: 'take', first: 'local', reason: 'deadline', second: 'remote' };
  const isLocalSooner = (local.predictedMs ?? Infinity) < (predictedMs ?? Infinity);
  if (isLocalReady && isCrowded && isLocalSooner)
    return { kind: 'take', first: 'local', reason: 'queue-full', second: 'remote' };
  return { kind: 'take', first: 'remote', reason: 'mode', second: secondOf(local) };
}

function takeFaster({ local, remote }: RouteQuestion): RoutePlan {
  const { state, predictedMs } = remote;
  if (state.kind === 'closed') return only('local', state.reason);
  if (local.closed !== undefined)
    return { kind: 'take', first: 'remote', reason: local.closed, second: secondOf(local) };
  // What is not measured cannot be said to be faster, unless the other side is not even there yet.
  const isRemoteFaster = (predictedMs ?? Number.MAX_VALUE) < (local.predictedMs ?? 0);
  return isRemoteFaster
    ? { kind: 'take', first: 'remote', reason: 'faster', second: 'local' }
    : { kind: 'take', first: 'local', reason: 'faster', second: 'remote' };
}

function secondOf({ isMissing = false }: RouteQuestion['local']): Side | undefined {
  return isMissing ? undefined : 'local';
}
