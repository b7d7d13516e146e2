import { callDigits } from './callDigits.ts';
import { driveArrivals, driveRolling, driveSequential, driveWaves } from './drive.ts';
import { findBestBatch, startRaw } from './raw.ts';
import { connectLoaded, startNaive, type Figures, type Inputs } from './scenario.ts';
import { createRandom, median, medianRatio } from './statistics.ts';

export { runCalibration } from './calibration.ts';
export { runTextModel } from './textModel.ts';
export { runMemoryHit, runStoreHit, runUnique, runZipf } from './cacheSuite.ts';
export type { Figures, Inputs } from './scenario.ts';

const bypass = { cache: 'bypass' } as const;
const outstanding = 256;
const windowMs = 400;

/** One request at a time, `predict()` against the naive worker. */
export async function runOverhead({ texts, rounds }: Inputs): Promise<Figures> {
  const { nearside, labels } = await connectLoaded('language-id');
  const naive = await startNaive('language-id/1/model.onnx', labels);
  const own = (index: number): Promise<unknown> =>
    nearside.predict('language-id', texts[index % texts.length]!, bypass);
  const theirs = (index: number): Promise<unknown> => naive.predictText(texts[index % texts.length]!);
  const count = 100;
  for (const call of [own, theirs, own, theirs]) await driveSequential(call, 2 * count);
  const ownMs: number[] = [];
  const naiveMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const at = (index: number): number => round * count + index;
    ownMs.push(median(await driveSequential((index) => own(at(index)), count)));
    naiveMs.push(median(await driveSequential((index) => theirs(at(index)), count)));
  }
  return {
    metrics: { p50Ms: median(ownMs), naiveP50Ms: median(naiveMs) },
    ratios: { p50ToNaive: medianRatio(ownMs, naiveMs) },
    samples: rounds * count,
  };
}

/** 256 outstanding texts, rolling and in waves, against the naive worker and the raw loop. */
export async function runTextThroughput({ texts, rounds }: Inputs): Promise<Figures> {
  const { nearside, labels } = await connectLoaded('language-id');
  // One worker each: the raw loop is one too.
  await nearside.settings.update({ instances: 1 });
  const naive = await startNaive('language-id/1/model.onnx', labels);
  const raw = await startRaw('language-id/1/model.onnx');
  const own = (index: number): Promise<unknown> =>
    nearside.predict('language-id', texts[index % texts.length]!, bypass);
  const theirs = (index: number): Promise<unknown> => naive.predictText(texts[index % texts.length]!);
  const runRaw = (batch: number): Promise<number> => raw({ kind: 'text', texts, batch, forMs: windowMs });
  const batch = await findBestBatch(runRaw, [32, 64, 128]);
  await driveRolling(own, outstanding, windowMs);
  await driveWaves(own, outstanding, windowMs);
  await driveRolling(theirs, outstanding, windowMs);
  const rates = {
    rolling: [] as number[],
    waves: [] as number[],
    naive: [] as number[],
    raw: [] as number[],
  };
  for (let round = 0; round < rounds; round += 1) {
    const before = await runRaw(batch);
    rates.rolling.push(await driveRolling(own, outstanding, windowMs));
    rates.waves.push(await driveWaves(own, outstanding, windowMs));
    const after = await runRaw(batch);
    rates.naive.push(await driveRolling(theirs, outstanding, windowMs));
    rates.raw.push((before + after) / 2);
  }
  return {
    metrics: {
      rollingPerSecond: median(rates.rolling),
      wavesPerSecond: median(rates.waves),
      naivePerSecond: median(rates.naive),
      rawPerSecond: median(rates.raw),
      rawBatch: batch,
    },
    ratios: {
      rollingToRaw: medianRatio(rates.rolling, rates.raw),
      wavesToRaw: medianRatio(rates.waves, rates.raw),
      rollingToNaive: medianRatio(rates.rolling, rates.naive),
      rawToNaive: medianRatio(rates.raw, rates.naive),
    },
    samples: rounds,
  };
}

/** 256 outstanding digits on one instance, against one raw loop. */
export async function runImageThroughput({ digits, rounds }: Inputs): Promise<Figures> {
  const { nearside } = await connectLoaded('digits');
  // One worker each: the raw loop is one too.
  await nearside.settings.update({ instances: 1 });
  const raw = await startRaw('digits/1/model.onnx');
  const rows = Float32Array.from(digits);
  const own = callDigits(nearside, digits);
  const runRaw = (batch: number): Promise<number> =>
    raw({ kind: 'digits', rows, batch, forMs: 2 * windowMs });
  const batch = await findBestBatch(runRaw, [1, 2, 4, 8, 16, 32]);
  await driveRolling(own, outstanding, 2 * windowMs);
  const ownRates: number[] = [];
  const rawRates: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = await runRaw(batch);
    ownRates.push(await driveRolling(own, outstanding, 4 * windowMs));
    rawRates.push((before + (await runRaw(batch))) / 2);
  }
  return {
    metrics: { perSecond: median(ownRates), rawPerSecond: median(rawRates), rawBatch: batch },
    ratios: { toRaw: medianRatio(ownRates, rawRates) },
    samples: rounds,
  };
}

/** Poisson arrivals at 10 a second. */
export async function runLowLoad({ texts, rounds }: Inputs): Promise<Figures> {
  const { nearside, labels } = await connectLoaded('language-id');
  const naive = await startNaive('language-id/1/model.onnx', labels);
  const own = (index: number): Promise<unknown> =>
    nearside.predict('language-id', texts[index % texts.length]!, bypass);
  const theirs = (index: number): Promise<unknown> => naive.predictText(texts[index % texts.length]!);
  for (const call of [own, theirs]) await driveSequential(call, 200);
  const random = createRandom(7);
  const ownMs: number[] = [];
  const naiveMs: number[] = [];
  const perRound = 30;
  for (let round = 0; round < rounds; round += 1) {
    let atMs = 0;
    const arrivals = Array.from({ length: perRound }, () => (atMs += -Math.log(1 - random()) * 100));
    ownMs.push(median(await driveArrivals(own, arrivals)));
    naiveMs.push(median(await driveArrivals(theirs, arrivals)));
  }
  return {
    metrics: { p50Ms: median(ownMs), naiveP50Ms: median(naiveMs) },
    ratios: { p50ToNaive: medianRatio(ownMs, naiveMs) },
    samples: rounds * perRound,
  };
}

export { runBatching, runFairness, runOverload, runSpike, runTail } from './load.ts';
export { runRegret } from './regret.ts';
export { runScale } from './scale.ts';
export { runSwap } from './swap.ts';
export {
  runAlternatingRemote,
  runBinary,
  runFastRemote,
  runHedge,
  runHybridOverload,
  runSlowRemote,
} from './hybrid.ts';
export { runLocalLoss, runRemoteLoss } from './hybridLosses.ts';
