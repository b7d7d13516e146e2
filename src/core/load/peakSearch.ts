/** One run of a search: whether the service met its SLO at this rate. */
export interface PeakTrial {
  readonly rate: number;
  readonly met: boolean;
  /** Share of the offered requests that was in time. */
  readonly inTimeShare: number;
  readonly p99: number | null;
}

type Verdict = Pick<PeakTrial, 'rate' | 'met' | 'inTimeShare'>;

export interface PeakSearchOptions {
  readonly startRate: number;
  readonly highestRate: number;
  /** Ends when the bracket is this narrow, as a share of its lower end. @default 0.05 */
  readonly tolerance?: number;
}

const growth = 2;
const lowestRate = 0.1;
/** One bad moment of the device must not end the search: a rate that fails with more in time than this is tried again. */
const clearFailureShare = 0.9;
const failuresNeeded = 2;

interface Bracket {
  /** The highest rate that was met. */
  readonly met: number | undefined;
  /** The lowest rate above it that failed. */
  readonly failed: number | undefined;
  /** Failed once only. */
  readonly doubtful: number | undefined;
}

/**
 * The rate to try next, or undefined when the search is over: doubles (or halves) until one rate was met and one failed, then takes the
 * geometric middle (LoadGen's FindPeakPerformance).
 */
export function nextPeakRate(
  trials: readonly Verdict[],
  { startRate, highestRate, tolerance = 0.05 }: PeakSearchOptions,
): number | undefined {
  const { met, failed, doubtful } = bracketOf(trials);
  if (doubtful !== undefined) return doubtful;
  if (met === undefined && failed === undefined) return Math.min(startRate, highestRate);
  if (met === undefined) {
    const next = (failed as number) / growth;
    return next < lowestRate ? undefined : next;
  }
  if (failed === undefined) return met >= highestRate ? undefined : Math.min(met * growth, highestRate);
  return failed / met <= 1 + tolerance ? undefined : Math.sqrt(met * failed);
}

/** The highest rate that was met, or 0. */
export function peakOf(trials: readonly Verdict[]): number {
  return bracketOf(trials).met ?? 0;
}

function bracketOf(trials: readonly Verdict[]): Bracket {
  let met: number | undefined;
  for (const trial of trials) if (trial.met) met = Math.max(met ?? 0, trial.rate);
  const failures = new Map<number, number>();
  for (const trial of trials) {
    const { rate, inTimeShare } = trial;
    const weight = inTimeShare < clearFailureShare ? failuresNeeded : 1;
    if (!trial.met && rate > (met ?? 0)) failures.set(rate, (failures.get(rate) ?? 0) + weight);
  }
  let failed: number | undefined;
  let doubtful: number | undefined;
  for (const [rate, count] of failures) {
    if (count >= failuresNeeded) failed = Math.min(failed ?? rate, rate);
    else doubtful = rate;
  }
  if (doubtful !== undefined && failed !== undefined && doubtful > failed) doubtful = undefined;
  return { met, failed, doubtful };
}
