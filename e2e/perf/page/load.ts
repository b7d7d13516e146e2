import type { LoadPlan, LoadReport, Nearside } from '../../../src/client/index.ts';
import { callDigits } from './callDigits.ts';
import { driveRolling, driveSequential } from './drive.ts';
import type { Figures, Inputs } from './scenario.ts';
import { connectSingle, measureCapacity, outstanding } from './singleInstance.ts';
import { median, medianRatio, quantile } from './statistics.ts';

const bypass = { cache: 'bypass' } as const;
const sloMs = 100;

type Call = (index: number) => Promise<unknown>;

function callText(nearside: Nearside, texts: readonly string[]): Call {
  return (index) => nearside.predict('language-id', texts[index % texts.length]!, bypass);
}

function lost({ offered, completed, refused }: LoadReport): number {
  return offered - completed - Object.values(refused).reduce((sum, count) => sum + count, 0);
}

/** Poisson arrivals at 1.35 times what was just measured. */
export async function runOverload({ rounds }: Inputs): Promise<Figures> {
  const nearside = await connectSingle('digits');
  await measureCapacity(nearside, 'digits', 1);
  const capacities: number[] = [];
  const goodputs: number[] = [];
  const p99s: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = await measureCapacity(nearside, 'digits', 1);
    const rate = 1.35 * before;
    const plan: LoadPlan = { model: 'digits', scenario: 'server', seconds: 3, rate, sloMs, seed: round + 1 };
    const report = await nearside.load.run(plan);
    const after = await measureCapacity(nearside, 'digits', 1);
    capacities.push((before + after) / 2);
    goodputs.push(report.goodput);
    p99s.push(report.latencyMs.p99 ?? Number.NaN);
  }
  return {
    metrics: {
      capacityPerSecond: median(capacities),
      goodputPerSecond: median(goodputs),
      p99Ms: median(p99s),
    },
    ratios: { goodputToCapacity: medianRatio(goodputs, capacities), p99ToSlo: median(p99s) / sloMs },
    samples: rounds,
  };
}

/** Five seconds at half the capacity, five at five times that, five at half again. */
export async function runSpike({ rounds }: Inputs): Promise<Figures> {
  const nearside = await connectSingle('digits');
  const losses: number[] = [];
  const p99s: number[] = [];
  const recoveries: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const rate = 0.5 * (await measureCapacity(nearside, 'digits', 1));
    const plan: LoadPlan = { model: 'digits', scenario: 'spike', seconds: 15, rate, sloMs, seed: round + 1 };
    const report = await nearside.load.run(plan);
    losses.push(lost(report));
    p99s.push(report.latencyMs.p99 ?? Number.NaN);
    const calm = Math.max(...report.perSecond.slice(1, 5).map(({ p99 }) => p99 ?? 0));
    const after = report.perSecond.slice(10);
    const back = after.findIndex(({ refused, p99 }) => refused === 0 && (p99 ?? 0) <= Math.max(2 * calm, 20));
    recoveries.push(back < 0 ? after.length : back);
  }
  return {
    metrics: {
      lost: Math.max(...losses),
      p99Ms: median(p99s),
      secondsToNormal: median(recoveries),
    },
    ratios: { p99ToSlo: median(p99s) / sloMs },
    samples: rounds,
  };
}

/** Saturated by texts, with batching and without. */
export async function runBatching({ texts, rounds }: Inputs): Promise<Figures> {
  const nearside = await connectSingle('language-id');
  const call = callText(nearside, texts);
  const batched: number[] = [];
  const alone: number[] = [];
  const drive = async (batching: boolean): Promise<number> => {
    await nearside.settings.update({ batching });
    await driveRolling(call, outstanding, 200);
    return await driveRolling(call, outstanding, 500);
  };
  await drive(true);
  for (let round = 0; round < rounds; round += 1) {
    alone.push(await drive(false));
    batched.push(await drive(true));
  }
  return {
    metrics: { batchedPerSecond: median(batched), alonePerSecond: median(alone) },
    ratios: { batchedToAlone: medianRatio(batched, alone) },
    samples: rounds,
  };
}

/** Poisson arrivals near what the engine can do without batching, and above. */
export async function runTail({ texts, rounds }: Inputs): Promise<Figures> {
  const nearside = await connectSingle('language-id');
  const call = callText(nearside, texts);
  await driveRolling(call, outstanding, 1000);
  await nearside.settings.update({ batching: false });
  await driveRolling(call, outstanding, 1000);
  const capacity = await driveRolling(call, outstanding, 2000);
  const shares = [0.9, 1, 1.1];
  const alone = new Map<number, number[]>();
  const batched = new Map<number, number[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const share of shares) {
      const plan: LoadPlan = {
        model: 'language-id',
        scenario: 'server',
        seconds: 1.5,
        rate: share * capacity,
        seed: round + 1,
      };
      for (const batching of [false, true]) {
        await nearside.settings.update({ batching });
        const { latencyMs } = await nearside.load.run(plan);
        const into = batching ? batched : alone;
        into.set(share, [...(into.get(share) ?? []), latencyMs.p99 ?? Number.NaN]);
      }
    }
  }
  await nearside.settings.update({ batching: true });
  const ratios = shares.map(
    (share) => [`p99At${share}`, medianRatio(alone.get(share) ?? [], batched.get(share) ?? [])] as const,
  );
  return {
    metrics: { unbatchedPerSecond: capacity, p99Ms: median(batched.get(0.9) ?? []) },
    ratios: { ...Object.fromEntries(ratios), least: Math.min(...ratios.map(([, ratio]) => ratio)) },
    samples: rounds,
  };
}

/** One digit after the other, alone and while texts flood their own model. */
export async function runFairness({ texts, digits, rounds }: Inputs): Promise<Figures> {
  const nearside = await connectSingle('digits');
  const quiet = callDigits(nearside, digits);
  const flood = callText(nearside, texts);
  const count = 150;
  const p99 = (latencies: readonly number[]): number => quantile(latencies, 0.99);
  const longestRun = async (): Promise<number> => {
    const { computeMs, inputMs, outputMs } = (await nearside.metrics.snapshot()).models['language-id']!;
    return (computeMs.p99 ?? 0) + (inputMs.p99 ?? 0) + (outputMs.p99 ?? 0);
  };
  await driveSequential(quiet, count);
  await driveRolling(flood, outstanding, 1000);
  const alone: number[] = [];
  const flooded: number[] = [];
  const longest: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    alone.push(p99(await driveSequential(quiet, count)));
    let isOver = false;
    const flooding = Promise.all(
      Array.from({ length: outstanding }, async (_, lane) => {
        for (let index = lane; !isOver; index += outstanding) await flood(index);
      }),
    );
    flooded.push(p99(await driveSequential(quiet, count)));
    isOver = true;
    await flooding;
    longest.push(await longestRun());
  }
  const bound = alone.map((ms, round) => ms + longest[round]!);
  return {
    metrics: { aloneP99Ms: median(alone), floodedP99Ms: median(flooded), longestOtherMs: median(longest) },
    ratios: { p99ToBound: medianRatio(flooded, bound) },
    samples: rounds * count,
  };
}
