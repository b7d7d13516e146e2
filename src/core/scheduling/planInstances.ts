/** One second of a model's life, as the scaler sees it. */
export interface ScaleSample {
  readonly at: number;
  /** Work that came in, refused work included, in seconds of one instance a second: how many instances it would keep busy. */
  readonly demand: number;
  /** Milliseconds that an instance takes for a row at present. */
  readonly msPerRow: number;
}

export interface ScaleState {
  readonly samples: readonly ScaleSample[];
  /** Until then nothing is retired. */
  readonly panicUntil: number;
  /** The last instance that was added, until it is known whether it paid. */
  readonly trial: { readonly from: number; readonly msPerRow: number; readonly judgeAt: number } | undefined;
  /** More instances than this were found not to pay. */
  readonly ceiling: { readonly instances: number; readonly until: number } | undefined;
}

export interface ScaleLimits {
  /** Instances that are warm. */
  readonly ready: number;
  /** What the device has room for. */
  readonly most: number;
  /** How long an instance takes to get ready. */
  readonly warmUpMs: number;
}

export const initialScaleState: ScaleState = {
  samples: [],
  panicUntil: Number.NEGATIVE_INFINITY,
  trial: undefined,
  ceiling: undefined,
};

/** Share of their time for which instances should be busy. */
const targetShare = 0.7;
const stableWindowMs = 60_000;
const panicWindowMs = 6000;
/** A single second says too little. */
const leastSamples = 3;
/** A burst counts as one when it needs this many times the instances that are there. */
const panicFactor = 2;
/** An instance that was added must bring this much more throughput. */
const neededGain = 1.15;
const trialMs = 4000;
const ceilingMs = 300_000;

/**
 * How many instances a model should have: Knative's two windows. The average of a minute rules, in both directions; when that of six
 * seconds asks for twice what is there, it rules at once, and nothing is retired for a minute. Load that grows is met ahead by as much
 * as an instance takes to warm up. An instance that was added and slows the others down by what it brings is taken back, and not
 * tried again for five minutes.
 */
export function planInstances(
  state: ScaleState,
  sample: ScaleSample,
  { ready, most, warmUpMs }: ScaleLimits,
): { readonly state: ScaleState; readonly wanted: number } {
  const now = sample.at;
  const samples = [...state.samples.filter(({ at }) => at > now - stableWindowMs), sample];
  const judged = judgeTrial({ ...state, samples }, sample, ready);
  const ceiling = judged.ceiling !== undefined && judged.ceiling.until > now ? judged.ceiling : undefined;
  const limit = Math.max(1, Math.min(most, ceiling?.instances ?? most));
  const recent = samples.filter(({ at }) => at > now - panicWindowMs);
  const enough = recent.length >= leastSamples;
  const stable = enough ? instancesFor(meanDemand(samples)) : ready;
  const panic = enough ? instancesFor(Math.max(meanDemand(recent), predictDemand(recent, warmUpMs))) : ready;
  const panicUntil = panic >= panicFactor * ready ? now + stableWindowMs : judged.panicUntil;
  const asked = panicUntil > now ? Math.max(panic, ready) : Math.max(stable, Math.min(ready, panic));
  // One at a time, so that each can be judged.
  const wanted = Math.max(1, Math.min(asked, limit, judged.trial === undefined ? ready + 1 : ready));
  const trial =
    wanted > ready
      ? { from: ready, msPerRow: meanMsPerRow(recent), judgeAt: now + warmUpMs + trialMs }
      : judged.trial;
  return { state: { samples, panicUntil, trial, ceiling }, wanted };
}

function judgeTrial(state: ScaleState, { at }: ScaleSample, ready: number): ScaleState {
  const { trial, samples } = state;
  if (trial === undefined || at < trial.judgeAt) return state;
  if (ready <= trial.from) return { ...state, trial: undefined };
  const after = meanMsPerRow(samples.filter((sample) => sample.at > at - trialMs));
  const gain = after <= 0 ? Number.POSITIVE_INFINITY : (ready * trial.msPerRow) / (trial.from * after);
  if (trial.msPerRow <= 0 || gain >= neededGain) return { ...state, trial: undefined };
  return { ...state, trial: undefined, ceiling: { instances: trial.from, until: at + ceilingMs } };
}

function instancesFor(demand: number): number {
  return Math.max(1, Math.ceil(demand / targetShare));
}

function meanDemand(samples: readonly ScaleSample[]): number {
  return samples.reduce((sum, { demand }) => sum + demand, 0) / Math.max(1, samples.length);
}

function meanMsPerRow(samples: readonly ScaleSample[]): number {
  const known = samples.filter(({ msPerRow }) => msPerRow > 0);
  return known.reduce((sum, { msPerRow }) => sum + msPerRow, 0) / Math.max(1, known.length);
}

/**
 * The trend of the window carried on by as long as a new instance needs; 0 where it does not point upwards. The median of the slopes
 * between all pairs (Theil and Sen) is blind to one busy second.
 */
function predictDemand(samples: readonly ScaleSample[], aheadMs: number): number {
  const slopes: number[] = [];
  for (const [index, left] of samples.entries())
    for (const right of samples.slice(index + 1))
      slopes.push((right.demand - left.demand) / (right.at - left.at));
  slopes.sort((left, right) => left - right);
  const slope = slopes[slopes.length >> 1] ?? 0;
  const spanMs = (samples.at(-1)?.at ?? 0) - (samples[0]?.at ?? 0);
  return slope > 0 ? meanDemand(samples) + slope * (spanMs / 2 + aheadMs) : 0;
}
