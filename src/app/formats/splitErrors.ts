import type { LoadReport } from '../../client/index.ts';

/** So many errors of one code, and of one reason where that is known. */
export interface ErrorCount {
  readonly name: string;
  readonly code: string;
  readonly count: number;
}

const codes: Readonly<Record<string, string>> = {
  full: 'queue-full',
  'predicted-late': 'queue-full',
  preempted: 'queue-full',
  dropped: 'deadline',
  expired: 'deadline',
};

/** Counts by error code, split by reason where one is known, the most frequent first. */
export function splitErrors(
  errors: Readonly<Record<string, number>>,
  refusals: LoadReport['refusals'],
): readonly ErrorCount[] {
  const reasons = Object.entries(refusals).map(([name, count]) => ({ name, code: codes[name] ?? '', count }));
  const rest = Object.entries(errors).map(([code, count]) => ({
    name: code,
    code,
    count: reasons.reduce((left, reason) => left - (reason.code === code ? reason.count : 0), count),
  }));
  return [...reasons, ...rest].filter(({ count }) => count > 0).sort((one, other) => other.count - one.count);
}
