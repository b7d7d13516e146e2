import type { CostPoint } from './costModel.ts';

/** A way to run a model: which precision of it, on what, on how many threads. */
export interface RunChoice {
  readonly variant: string;
  readonly backend: 'wasm' | 'webgpu';
  readonly threads: number;
}

/** One way to run a model on this device, as it was measured. */
export interface CalibrationCandidate extends RunChoice {
  /** Whether it started and gave the golden answers. */
  readonly ok: boolean;
  /** Why it is not to be chosen: it failed, answered wrongly, or was not worth measuring. */
  readonly error?: string;
  /** The largest difference from the golden outputs. */
  readonly maxAbsDiff?: number;
  /** Of the variant, as `model.json` states it. */
  readonly accuracy?: number;
  readonly curve: readonly { readonly batch: number; readonly ms: number }[];
}

export interface Calibration {
  readonly model: string;
  readonly version: string;
  readonly chosen: RunChoice;
  /** A sentence for people. */
  readonly why: string;
  /** The safe default first. */
  readonly candidates: readonly CalibrationCandidate[];
}

/** What may be chosen under the settings of now, and how much runs side by side. */
export interface ChoiceLimits {
  readonly cores: number;
  readonly backend?: RunChoice['backend'];
  /** Threads of one instance at most. */
  readonly mostThreads?: number;
}

/** Another way has to be this much better than the safe one before it is chosen. */
const neededGain = 1.1;
const mostInstances = 8;
const namedLosers = 3;

/** A curve in the form that leaves the engine. */
export function toCurve(points: readonly CostPoint[]): CalibrationCandidate['curve'] {
  return points.map(({ rows, ms }) => ({ batch: rows, ms }));
}

/** Each batch size at its lowest: the same candidate measured twice. */
export function mergeCurves(
  left: CalibrationCandidate['curve'],
  right: CalibrationCandidate['curve'],
): CalibrationCandidate['curve'] {
  return left.map(({ batch, ms }) => ({
    batch,
    ms: Math.min(ms, right.find((point) => point.batch === batch)?.ms ?? ms),
  }));
}

/**
 * How many times better than `safe`: the geometric mean of its times over the batch sizes that both measured, weighed by the square
 * root of how many instances fit on the cores at once. A run on two threads has to take less than 0.71 of the time of one on a
 * single thread, for two of those could run in its place.
 */
export function gainOf(
  safe: CalibrationCandidate,
  candidate: CalibrationCandidate,
  { cores }: Pick<ChoiceLimits, 'cores'>,
): number {
  const logs = safe.curve.flatMap(({ batch, ms }) => {
    const other = candidate.curve.find((point) => point.batch === batch);
    return other === undefined || other.ms <= 0 || ms <= 0 ? [] : [Math.log(ms / other.ms)];
  });
  if (logs.length === 0) return 0;
  const speed = Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
  return speed * Math.sqrt(parallelRuns(candidate, cores) / parallelRuns(safe, cores));
}

/** A GPU runs one thing at a time. */
function parallelRuns({ backend, threads }: RunChoice, cores: number): number {
  return backend === 'webgpu' ? 1 : Math.max(1, Math.min(mostInstances, Math.floor(cores / threads)));
}

/**
 * What to run: of the candidates that answered rightly and are within the limits the one with the highest gain, if that is at least
 * 10 % over the safe one, which is the first that the limits allow. Undefined where none may be chosen.
 */
export function chooseCandidate(
  candidates: readonly CalibrationCandidate[],
  limits: ChoiceLimits,
): CalibrationCandidate | undefined {
  const allowed = candidates.filter((candidate) => isWithin(candidate, limits));
  const [safe] = allowed;
  const right = allowed.filter(({ ok }) => ok);
  if (safe?.ok !== true) return right[0];
  let chosen = safe;
  let best = neededGain;
  for (const candidate of right) {
    const gain = candidate === safe ? 0 : gainOf(safe, candidate, limits);
    if (gain < best) continue;
    chosen = candidate;
    best = gain;
  }
  return chosen;
}

function isWithin({ backend, threads }: RunChoice, { backend: asked, mostThreads }: ChoiceLimits): boolean {
  return (asked === undefined || backend === asked) && threads <= (mostThreads ?? threads);
}

/** Chooses among measured candidates, of which the first is the safe default, and says why. */
export function judgeCandidates(
  origin: Pick<Calibration, 'model' | 'version'>,
  candidates: readonly [CalibrationCandidate, ...CalibrationCandidate[]],
  limits: Pick<ChoiceLimits, 'cores'>,
): Calibration {
  const [safe] = candidates;
  const winner = chooseCandidate(candidates, limits) ?? safe;
  const { variant, backend, threads } = winner;
  const why = explain(winner, candidates, limits);
  return { ...origin, chosen: { variant, backend, threads }, why, candidates };
}

function explain(
  winner: CalibrationCandidate,
  candidates: readonly [CalibrationCandidate, ...CalibrationCandidate[]],
  limits: Pick<ChoiceLimits, 'cores'>,
): string {
  const [safe] = candidates;
  const losers = candidates.filter((candidate) => candidate !== winner && candidate !== safe);
  const others = describeLosers(winner, losers, limits);
  if (!winner.ok) return `${nameOf(safe)} is the safe default, and nothing answered rightly here${others}.`;
  if (winner === safe) return `${nameOf(safe)}, the safe default, stays${others}.`;
  if (!safe.ok)
    return `${nameOf(safe)}, the safe default, cannot be used here (${safe.error ?? 'it failed'}); ${nameOf(winner)} answers rightly${others}.`;
  const share = formatTimes(1 / gainOf(safe, winner, { cores: 1 }));
  return `${nameOf(winner)} takes ${share} of the time of ${nameOf(safe)}, the safe default${others}.`;
}

/** The best few of the rest, each by what it would cost or why it is out. */
function describeLosers(
  winner: CalibrationCandidate,
  losers: readonly CalibrationCandidate[],
  limits: Pick<ChoiceLimits, 'cores'>,
): string {
  if (losers.length === 0) return '';
  const measured = losers
    .filter(({ ok }) => ok)
    .map((loser) => ({ loser, gain: gainOf(winner, loser, limits) }))
    .toSorted((left, right) => right.gain - left.gain);
  const words = measured.map(({ loser }) => {
    const speed = gainOf(winner, loser, { cores: 1 });
    return `${nameOf(loser)} would take ${formatTimes(1 / speed)} times its time`;
  });
  const failed = losers
    .filter(({ ok }) => !ok)
    .map((loser) => `${nameOf(loser)} is out: ${loser.error ?? 'it failed'}`);
  return `; ${pickWords(
    measured.map(({ loser }) => loser),
    words,
    failed,
  ).join(', ')}`;
}

/** The best of each backend, then those that are out, as many as a sentence bears. */
function pickWords(
  losers: readonly CalibrationCandidate[],
  words: readonly string[],
  failed: readonly string[],
): readonly string[] {
  const seen = new Set<string>();
  const best = words.filter((_, index) => {
    const { backend } = losers[index] as CalibrationCandidate;
    const isNew = !seen.has(backend);
    seen.add(backend);
    return isNew;
  });
  return [...best, ...failed].slice(0, namedLosers);
}

export function nameOf({ variant, backend, threads }: RunChoice): string {
  return `${variant} on ${backend}${threads > 1 ? ` with ${threads} threads` : ''}`;
}

function formatTimes(times: number): string {
  return Number.isFinite(times) ? times.toPrecision(2) : 'far more';
}
