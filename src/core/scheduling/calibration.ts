import type { CostPoint } from './costModel.ts';

/** One way to run a model on this device, as it was measured. */
export interface CalibrationCandidate {
  readonly variant: string;
  readonly backend: 'wasm' | 'webgpu';
  readonly threads: number;
  /** Whether it started and gave the golden answers. */
  readonly ok: boolean;
  readonly error?: string;
  readonly curve: readonly { readonly batch: number; readonly ms: number }[];
}

export interface Calibration {
  readonly model: string;
  readonly chosen: Pick<CalibrationCandidate, 'variant' | 'backend' | 'threads'>;
  readonly why: string;
  readonly candidates: readonly CalibrationCandidate[];
}

/** Another backend has to be this much faster than the safe one before it is chosen. */
const neededGain = 1.1;

/** A curve in the form that leaves the engine. */
export function toCurve(points: readonly CostPoint[]): CalibrationCandidate['curve'] {
  return points.map(({ rows, ms }) => ({ batch: rows, ms }));
}

/**
 * The first candidate is the safe default. Another that answered rightly wins when the geometric mean of its times over the batch
 * sizes that both measured is at least 10 % lower.
 */
export function judgeCandidates(model: string, candidates: readonly CalibrationCandidate[]): Calibration {
  const [safe, ...others] = candidates as [CalibrationCandidate, ...CalibrationCandidate[]];
  let chosen = safe;
  let why = `${nameOf(safe)} is the safe default, and nothing else answered rightly here.`;
  let bestGain = safe.ok ? neededGain : 0;
  for (const candidate of others) {
    if (!candidate.ok) continue;
    const gain = safe.ok ? meanGain(safe, candidate) : Number.POSITIVE_INFINITY;
    if (gain >= bestGain) {
      chosen = candidate;
      bestGain = gain;
      why = safe.ok
        ? `${nameOf(candidate)} took ${(1 / gain).toFixed(2)} of the time of ${nameOf(safe)}.`
        : `${nameOf(safe)} did not answer rightly here; ${nameOf(candidate)} did.`;
    } else if (chosen === safe) {
      why = `${nameOf(candidate)} took ${(1 / gain).toFixed(2)} times the time of ${nameOf(safe)}, which stays.`;
    }
  }
  const { variant, backend, threads } = chosen;
  return { model, chosen: { variant, backend, threads }, why, candidates };
}

function nameOf({ variant, backend, threads }: CalibrationCandidate): string {
  return `${variant} on ${backend}${threads > 1 ? ` with ${threads} threads` : ''}`;
}

function meanGain(safe: CalibrationCandidate, candidate: CalibrationCandidate): number {
  const logs = safe.curve.flatMap(({ batch, ms }) => {
    const other = candidate.curve.find((point) => point.batch === batch);
    return other === undefined || other.ms <= 0 || ms <= 0 ? [] : [Math.log(ms / other.ms)];
  });
  return logs.length === 0 ? 0 : Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
}
