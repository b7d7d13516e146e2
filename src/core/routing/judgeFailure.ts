import type { ErrorCode } from '../errors.ts';
import type { RouteReason } from '../protocol/inference.ts';
import type { CallOutcome } from './breaker.ts';
import type { RemoteFault } from './remoteFailure.ts';

/** What a failed side means for routing. */
export interface FailureVerdict {
  /** Why the other side is asked. */
  readonly reason: RouteReason;
  /** The side is alive but has nothing to answer with: what the other side says counts for more. */
  readonly isAbsent: boolean;
}

const localReasons: Readonly<Partial<Record<ErrorCode, RouteReason>>> = {
  'queue-full': 'queue-full',
  deadline: 'deadline',
  unsupported: 'unsupported',
  'not-found': 'model-missing',
  'model-load': 'model-missing',
  integrity: 'model-missing',
  storage: 'model-missing',
  closed: 'model-missing',
  'worker-lost': 'worker-lost',
};

const absentCodes: ReadonlySet<ErrorCode> = new Set(['not-found', 'unsupported', 'model-load']);

/** Undefined for what is wrong with the request itself: no other side could answer it. */
export function judgeLocalFailure(code: ErrorCode): FailureVerdict | undefined {
  const reason = localReasons[code];
  return reason === undefined ? undefined : { reason, isAbsent: absentCodes.has(code) };
}

/** The endpoint's refusal of an input that was checked here is no proof that the input is wrong, so the other side is asked. */
export function judgeRemoteFailure(
  code: ErrorCode,
  fault: RemoteFault | undefined,
  isOnline: boolean,
): FailureVerdict {
  const isAbsent = absentCodes.has(code);
  if (code === 'consent') return { reason: 'no-consent', isAbsent: true };
  if (code === 'deadline') return { reason: 'deadline', isAbsent: false };
  if (code === 'not-found') return { reason: 'model-missing', isAbsent };
  if (code === 'unsupported') return { reason: 'unsupported', isAbsent };
  if (fault?.kind === 'timeout') return { reason: 'remote-timeout', isAbsent };
  if (fault?.kind === 'unreachable' && !isOnline) return { reason: 'offline', isAbsent };
  return { reason: 'remote-error', isAbsent };
}

/** What a failed call says of the endpoint's health. */
export function outcomeOf(fault: RemoteFault | undefined, isOnline: boolean): CallOutcome {
  if (fault === undefined) return 'ignored';
  if (fault.kind === 'status') return fault.status >= 500 && fault.status !== 501 ? 'failure' : 'ignored';
  return fault.kind === 'unreachable' && !isOnline ? 'ignored' : 'failure';
}

const busyStatuses: readonly number[] = [429, 502, 503, 504];

/** Whether the same call may well succeed a little later: nothing was computed, or the way there failed. */
export function isWorthRetrying(fault: RemoteFault | undefined): boolean {
  if (fault === undefined || fault.kind === 'timeout') return false;
  return fault.kind === 'status' ? busyStatuses.includes(fault.status) : true;
}

/** Whether the endpoint has more to do than it can. */
export function isOverload(fault: RemoteFault | undefined): boolean {
  return fault?.kind === 'timeout' || (fault?.kind === 'status' && [429, 503].includes(fault.status));
}
