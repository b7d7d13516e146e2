/** One run of a search: whether the service met its SLO at this rate, and could have gone on so. */
export interface PeakTrial {
  readonly rate: number;
  readonly met: boolean;
  /** Share of the offered requests that was in time. */
  readonly inTimeShare: number;
  readonly p99: number | null;
  /** Milliseconds of latency that each millisecond of the run added; a short run meets an SLO at rates that it could not keep up for long. */
  readonly latencyGrowth: number | null;
  /** A longer run of a rate that was found. */
  readonly isConfirming: boolean;
}

type Verdict = Pick<PeakTrial, 'rate' | 'met' | 'inTimeShare' | 'isConfirming'>;

export type NextTrial = Pick<PeakTrial, 'rate' | 'isConfirming'>;

export interface PeakSearchOptions {
  readonly startRate: number;
  readonly highestRate: number;
}

/** A search ends when the peak is known within this share of it; latency that grows faster shows a rate as far above the capacity. */
export const peakTolerance = 0.05;

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
 * What to try next, or undefined when the search is over: doubles (or halves) until one rate was met and one failed, then takes the
 * geometric middle (LoadGen's FindPeakPerformance). What was found so has to hold in a longer run, or goes down until one does.
 */
export function nextPeakTrial(
  trials: readonly Verdict[],
  { startRate, highestRate }: PeakSearchOptions,
): NextTrial | undefined {
  const isConfirming = trials.some((trial) => trial.isConfirming);
  const { met, failed, doubtful } = bracketOf(trials.filter((trial) => trial.isConfirming === isConfirming));
  if (doubtful !== undefined) return { rate: doubtful, isConfirming };
  if (met !== undefined && failed !== undefined && !isNarrow(met, failed))
    return { rate: Math.sqrt(met * failed), isConfirming };
  if (met === undefined) {
    const rate =
      failed === undefined ? Math.min(startRate, highestRate) : below(failed, trials, isConfirming);
    return rate < lowestRate ? undefined : { rate, isConfirming };
  }
  if (isConfirming) return undefined;
  if (failed === undefined && met < highestRate)
    return { rate: Math.min(met * growth, highestRate), isConfirming };
  return { rate: met, isConfirming: true };
}

/** The highest rate that held in a longer run; of a search that did not come so far, the highest that was met; or 0. */
export function peakOf(trials: readonly Verdict[]): number {
  const confirming = trials.filter(({ isConfirming }) => isConfirming);
  const confirmed = bracketOf(confirming).met;
  if (confirmed !== undefined) return confirmed;
  const refuted = Math.min(...confirming.map(({ rate }) => rate));
  return bracketOf(trials.filter(({ rate, isConfirming }) => !isConfirming && rate < refuted)).met ?? 0;
}

function isNarrow(met: number, failed: number): boolean {
  return failed / met <= 1 + peakTolerance + 1e-9;
}

/** A rate that was found is not far above the peak, and what was in time of it says how far. */
function below(failed: number, trials: readonly Verdict[], isConfirming: boolean): number {
  if (!isConfirming) return failed / growth;
  const { inTimeShare = 0 } = trials.findLast((trial) => trial.isConfirming && trial.rate === failed) ?? {};
  return failed * Math.min(Math.max(inTimeShare, 1 / growth), 1 / (1 + peakTolerance));
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
