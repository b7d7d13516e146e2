import type { InferResponse, LoadPlan } from '../../../src/client/index.ts';
import { driveArrivals, driveRolling, driveSequential } from './drive.ts';
import {
  bypass,
  callUneven,
  changeRemote,
  connectHybrid,
  measureSides,
  model,
  type Call,
} from './hybridPage.ts';
import { shortRunRows } from '../runLength.ts';
import type { Figures, Inputs } from './scenario.ts';
import { createRandom, median, medianRatio, quantile } from './statistics.ts';

type Mode = 'local-only' | 'prefer-local' | 'prefer-remote' | 'fastest';

const sloMs = 100;

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

interface Setting {
  /** Milliseconds that the endpoint adds, by the time of a run here. */
  readonly delays: readonly number[];
  readonly seconds: number;
}

/** Rows that make a run here take longer than a quick call. */
const heavyRows = 4000;
const settings = {
  fastRemote: { delays: [0], seconds: 4 },
  slowRemote: { delays: [3], seconds: 4 },
  alternating: { delays: [0, 3], seconds: 10 },
} as const satisfies Record<string, Setting>;

/** Poisson arrivals that one side alone can bear, by each mode in turn; the mean says what every wrong choice costs. */
async function runSetting(inputs: Inputs, { delays, seconds }: Setting): Promise<Figures> {
  const nearside = await connectHybrid(inputs);
  await changeRemote({ delayMs: 0 });
  const { localMs, remoteMs } = await measureSides(nearside, heavyRows);
  const ask = callUneven(nearside);
  const call: Call = (index) => ask(index, heavyRows);
  const modes = ['fastest', 'local-only', 'prefer-remote'] as const;
  const means = new Map<Mode, number[]>(modes.map((mode) => [mode, []]));
  let remoteAnswers = 0;
  let asked = 0;
  for (let round = 0; round < inputs.rounds; round += 1) {
    const random = createRandom(round + 1);
    const arrivals: number[] = [];
    for (let atMs = 0; atMs < seconds * 1000; atMs -= Math.log(1 - random()) * 3 * localMs)
      arrivals.push(atMs);
    for (const mode of modes) {
      await nearside.settings.update({ mode });
      await changeRemote({ delayMs: delays[0]! * localMs });
      // What holds now is learnt before it counts.
      await driveSequential(call, 10);
      const changing = delays.slice(1).map(async (factor, phase) => {
        await new Promise((resolve) => setTimeout(resolve, ((phase + 1) * seconds * 1000) / delays.length));
        await changeRemote({ delayMs: factor * localMs });
      });
      const latencies = await driveArrivals(async (index) => {
        const { trace } = await call(index);
        if (mode !== 'fastest') return;
        asked += 1;
        if (trace.source === 'remote') remoteAnswers += 1;
      }, arrivals);
      await Promise.all(changing);
      means.get(mode)?.push(mean(latencies));
    }
  }
  await nearside.settings.update({ mode: 'local-only' });
  const [fastest = [], local = [], remote = []] = modes.map((mode) => means.get(mode));
  const better = median(local) < median(remote) ? local : remote;
  return {
    metrics: {
      localMs,
      remoteMs,
      meanMs: median(fastest),
      localMeanMs: median(local),
      remoteMeanMs: median(remote),
      remoteShare: remoteAnswers / asked,
    },
    ratios: { toBetter: medianRatio(fastest, better) },
    samples: asked,
  };
}

export function runFastRemote(inputs: Inputs): Promise<Figures> {
  return runSetting(inputs, settings.fastRemote);
}

export function runSlowRemote(inputs: Inputs): Promise<Figures> {
  return runSetting(inputs, settings.slowRemote);
}

export function runAlternatingRemote(inputs: Inputs): Promise<Figures> {
  return runSetting(inputs, settings.alternating);
}

/** Poisson arrivals at 1.35 times what one instance can do, with an endpoint beside it. */
export async function runHybridOverload(inputs: Inputs): Promise<Figures> {
  const nearside = await connectHybrid(inputs);
  await changeRemote({ delayMs: 20 });
  await measureSides(nearside);
  const measure = async (): Promise<number> => {
    await nearside.settings.update({ mode: 'local-only' });
    const plan: LoadPlan = { model, scenario: 'closed-loop', seconds: 1, concurrency: 64 };
    return (await nearside.load.run(plan)).throughput;
  };
  await measure();
  const shares: number[] = [];
  const p99s: number[] = [];
  const capacities: number[] = [];
  const remoteShares: number[] = [];
  const refusedShares: number[] = [];
  for (let round = 0; round < inputs.rounds; round += 1) {
    const rate = 1.35 * (await measure());
    await nearside.settings.update({ mode: 'prefer-local' });
    const plan: LoadPlan = { model, scenario: 'server', seconds: 5, rate, sloMs, seed: round + 1 };
    const before = await nearside.routing.status();
    const { offered, inTime, refused, latencyMs } = await nearside.load.run(plan);
    const after = await nearside.routing.status();
    const [asked, answered] = [before, after].map(({ models }) => models[model]!.splitTotal.remote);
    remoteShares.push((answered! - asked!) / offered);
    refusedShares.push(Object.values(refused).reduce((sum, count) => sum + count, 0) / offered);
    capacities.push(rate / 1.35);
    shares.push(inTime / offered);
    p99s.push(latencyMs.p99 ?? Number.NaN);
  }
  await nearside.settings.update({ mode: 'local-only' });
  return {
    metrics: {
      capacityPerSecond: median(capacities),
      p99Ms: median(p99s),
      leastShare: Math.min(...shares),
      remoteShare: median(remoteShares),
      refusedShare: median(refusedShares),
    },
    ratios: { inTimeShare: median(shares) },
    samples: inputs.rounds,
  };
}

const slowOneIn = 50;
const slowTimes = 20;
const hedgedRequests = 400;

/** One run in fifty takes twenty times as long, and nothing says so before: with hedges and without. */
export async function runHedge(inputs: Inputs): Promise<Figures> {
  const nearside = await connectHybrid(inputs);
  await changeRemote({ delayMs: 5 });
  const { localMs } = await measureSides(nearside);
  await nearside.settings.update({ mode: 'prefer-local' });
  const call = callUneven(nearside);
  const isSlow = (index: number): boolean => index % slowOneIn === slowOneIn - 1;
  // Far enough apart that a slow run holds up nobody but its own request.
  let atMs = 0;
  const arrivals = Array.from({ length: hedgedRequests }, (_, index) => {
    const at = atMs;
    atMs += (isSlow(index) ? slowTimes + 4 : 4) * localMs;
    return at;
  });
  const p99s: Record<'with' | 'without', number[]> = { with: [], without: [] };
  let extra = 0;
  await driveSequential(call, 100);
  for (let round = 0; round < inputs.rounds; round += 1) {
    for (const arm of ['without', 'with'] as const) {
      await nearside.settings.update({ hedging: arm === 'with' });
      const before = await changeRemote({});
      const latencies = await driveArrivals(
        (index) => call(index, isSlow(index) ? (slowTimes - 1) * shortRunRows : 0),
        arrivals,
      );
      if (arm === 'with') extra += (await changeRemote({})) - before;
      p99s[arm].push(quantile(latencies, 0.99));
    }
  }
  const { hedges } = (await nearside.routing.status()).models[model]!;
  await nearside.settings.update({ mode: 'local-only', hedging: true });
  return {
    metrics: {
      localMs,
      p99Ms: median(p99s.with),
      unhedgedP99Ms: median(p99s.without),
      extraShare: extra / (inputs.rounds * hedgedRequests),
      wonShare: hedges.won / hedges.started,
    },
    ratios: { p99Gain: medianRatio(p99s.without, p99s.with) },
    samples: inputs.rounds * hedgedRequests,
  };
}

/** Images of 3 × 224 × 224 numbers to an endpoint that takes binary tensors, and to one that does not. */
export async function runBinary(inputs: Inputs): Promise<Figures> {
  const nearside = await connectHybrid(inputs);
  await changeRemote({ delayMs: 0 });
  const random = createRandom(5);
  const images = Array.from({ length: 4 }, () => Float32Array.from({ length: 3 * 224 * 224 }, random));
  const call = (index: number): Promise<InferResponse> =>
    nearside.infer(
      {
        model: 'picture',
        inputs: {
          image: { datatype: 'FP32', shape: [1, 3, 224, 224], data: images[index % images.length]! },
        },
      },
      { ...bypass, route: 'remote' },
    );
  const rates: Record<'binary' | 'json', number[]> = { binary: [], json: [] };
  for (let round = 0; round < inputs.rounds; round += 1) {
    for (const form of ['json', 'binary'] as const) {
      const url = form === 'json' ? `${inputs.remote}/json` : inputs.remote;
      await nearside.settings.update({ remote: { url }, remoteConsent: true });
      await driveSequential(call, 3);
      rates[form].push(await driveRolling(call, 4, 1500));
    }
  }
  return {
    metrics: { binaryPerSecond: median(rates.binary), jsonPerSecond: median(rates.json) },
    ratios: { binaryToJson: medianRatio(rates.binary, rates.json) },
    samples: inputs.rounds,
  };
}
