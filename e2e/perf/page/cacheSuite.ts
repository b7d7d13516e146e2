import type { Nearside } from '../../../src/client/nearside.ts';
import { driveRolling, driveSequential } from './drive.ts';
import { connectLoaded, startNaive, type Figures, type Inputs } from './scenario.ts';
import { createRandom, median, medianRatio, quantile } from './statistics.ts';

const model = 'language-id';
const cached = 200;
/** Ten of them lie beyond the 99th percentile: two would be a matter of luck. */
const storeReads = 1000;
const distinct = 10_000;
const hot = 100;
const zipfRequests = 100_000;
const side = 784;
const outstanding = 256;
const windowMs = 400;

async function setCache(nearside: Nearside, change: object): Promise<void> {
  const { cache } = await nearside.settings.get();
  await nearside.settings.update({ cache: { ...cache, ...change } });
}

/** The same texts again and again, one at a time: from the engine's memory, from the lane's own, and by the naive worker. */
export async function runMemoryHit({ texts, rounds }: Inputs): Promise<Figures> {
  const { nearside, labels } = await connectLoaded(model);
  const naive = await startNaive(`${model}/1/model.onnx`, labels);
  const own = (index: number): Promise<unknown> => nearside.predict(model, texts[index % cached]!);
  const theirs = (index: number): Promise<unknown> => naive.predictText(texts[index % cached]!);
  const onMs: number[] = [];
  const autoMs: number[] = [];
  const naiveMs: number[] = [];
  const engineMs: number[] = [];
  await driveSequential(theirs, 2 * cached);
  for (let round = 0; round < rounds; round += 1) {
    await setCache(nearside, { models: { [model]: 'on' } });
    await driveSequential(own, cached);
    onMs.push(median(await driveSequential(own, cached)));
    engineMs.push((await nearside.metrics.snapshot()).models[model]?.latencyMs.p50 ?? Number.NaN);
    naiveMs.push(median(await driveSequential(theirs, cached)));
    await setCache(nearside, { models: { [model]: 'auto' } });
    await driveSequential(own, cached);
    autoMs.push(median(await driveSequential(own, cached)));
  }
  return {
    metrics: {
      p50Ms: median(onMs),
      engineP50Ms: median(engineMs),
      laneP50Ms: median(autoMs),
      naiveP50Ms: median(naiveMs),
    },
    ratios: { p50ToNaive: medianRatio(onMs, naiveMs), laneToNaive: medianRatio(autoMs, naiveMs) },
    samples: rounds * cached,
  };
}

/** Stored results with no memory tier before them, against reading records of that size from a plain database. */
export async function runStoreHit({ texts, rounds }: Inputs): Promise<Figures> {
  const { nearside } = await connectLoaded(model);
  await setCache(nearside, { models: { [model]: 'on' }, memoryBytes: 0 });
  const own = (index: number): Promise<unknown> => nearside.predict(model, texts[index % cached]!);
  await driveSequential(own, cached);
  const wanted = new Set(texts.slice(0, cached)).size;
  let stats = await nearside.cache.stats();
  while (stats.store.entries < wanted * 0.98) stats = await nearside.cache.stats();
  const bare = await openBare(Math.round(stats.store.sizeBytes / stats.store.entries));
  const sources: string[] = [];
  const [ownP50s, ownP99s, bareP99s]: [number[], number[], number[]] = [[], [], []];
  for (const call of [own, bare]) await driveSequential(call, storeReads);
  for (let round = 0; round < rounds; round += 1) {
    const ownMs = await driveSequential(own, storeReads);
    ownP50s.push(median(ownMs));
    ownP99s.push(quantile(ownMs, 0.99));
    bareP99s.push(quantile(await driveSequential(bare, storeReads), 0.99));
    sources.push((await nearside.predict(model, texts[round]!)).trace.source);
  }
  return {
    metrics: {
      p50Ms: median(ownP50s),
      p99Ms: median(ownP99s),
      bareP99Ms: median(bareP99s),
      fromStoreShare: sources.filter((source) => source === 'store').length / sources.length,
    },
    ratios: { p99ToBare: medianRatio(ownP99s, bareP99s) },
    samples: rounds * storeReads,
  };
}

async function openBare(sizeBytes: number): Promise<(index: number) => Promise<unknown>> {
  const settle = <Value>(request: IDBRequest<Value>): Promise<Value> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => {
        resolve(request.result);
      };
      request.onerror = () => {
        reject(new Error(String(request.error)));
      };
    });
  const opening = indexedDB.open('bare', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('records');
  const database = await settle(opening);
  const writing = database.transaction('records', 'readwrite').objectStore('records');
  for (let index = 0; index < cached; index += 1)
    await settle(writing.put(crypto.getRandomValues(new Uint8Array(sizeBytes)), index));
  return (index) =>
    settle(
      database
        .transaction('records')
        .objectStore('records')
        .get(index % cached),
    );
}

/** Popularity by rank over 10,000 images: executions saved, and the latency of the hundred most popular ones. */
export async function runZipf({ digits, rounds }: Inputs): Promise<Figures> {
  const { nearside } = await connectLoaded('digits');
  await setCache(nearside, { models: { digits: 'on' } });
  const rows = Float32Array.from(digits);
  const images = rows.length / side;
  const imageOf = (rank: number): Float32Array => {
    const image = rows.slice((rank % images) * side, ((rank % images) + 1) * side);
    // Two pixels tell the images of one digit apart.
    image[0] = rank / distinct;
    image[1] = 1 - rank / distinct;
    return image;
  };
  const draw = createZipf(5);
  const executions = async (): Promise<number> =>
    (await nearside.metrics.snapshot()).models['digits']!.inferences;
  const play = async (cache: 'use' | 'bypass', count: number): Promise<readonly number[]> => {
    const hotMs: number[] = [];
    let left = count;
    const loop = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        const rank = draw();
        const startAt = performance.now();
        await nearside.predict('digits', imageOf(rank), { cache });
        if (rank < hot) hotMs.push(performance.now() - startAt);
      }
    };
    await Promise.all(Array.from({ length: 64 }, loop));
    return hotMs;
  };
  const before = await executions();
  await play('use', zipfRequests);
  const saved = 1 - ((await executions()) - before) / zipfRequests;
  const withMs: number[] = [];
  const withoutMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    withMs.push(quantile(await play('use', 4000), 0.99));
    withoutMs.push(quantile(await play('bypass', 4000), 0.99));
  }
  return {
    metrics: { savedShare: saved, hotP99Ms: median(withMs), hotP99WithoutMs: median(withoutMs) },
    ratios: { hotP99Gain: medianRatio(withoutMs, withMs) },
    samples: zipfRequests,
  };
}

/** Letters alone, since digits are no words. */
function toWord(index: number): string {
  return String(index).replaceAll(/\d/g, (digit) => `${'bcdfghklmn'[Number(digit)]!}a`);
}

function createZipf(seed: number): () => number {
  const random = createRandom(seed);
  const sums: number[] = [];
  for (let rank = 1, sum = 0; rank <= distinct; rank += 1) sums.push((sum += 1 / rank));
  return () => {
    const wanted = random() * sums.at(-1)!;
    let low = 0;
    let high = distinct - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** Texts that never repeat, with the cache left to itself and switched off. */
export async function runUnique({ texts, rounds }: Inputs): Promise<Figures> {
  const { nearside } = await connectLoaded(model);
  let next = 0;
  const own = (): Promise<unknown> =>
    nearside.predict(model, `${texts[next % texts.length]!} ${toWord(next++)}`);
  await driveRolling(own, outstanding, 4 * windowMs);
  const auto: number[] = [];
  const off: number[] = [];
  const offAgain: number[] = [];
  const conditions = [
    { isEnabled: true, rates: auto },
    { isEnabled: false, rates: off },
    { isEnabled: false, rates: offAgain },
  ];
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < conditions.length; turn += 1) {
      const { isEnabled, rates } = conditions[(round + turn) % conditions.length]!;
      await setCache(nearside, { enabled: isEnabled });
      await driveRolling(own, outstanding, windowMs / 4);
      rates.push(await driveRolling(own, outstanding, windowMs));
    }
  }
  const { models } = await nearside.cache.stats();
  return {
    metrics: {
      autoPerSecond: median(auto),
      offPerSecond: median(off),
      isPaying: Number(models[model]?.doesPay ?? false),
    },
    // The second says how much two runs of the same thing differ here.
    ratios: { autoToOff: medianRatio(auto, off), offToOff: medianRatio(offAgain, off) },
    samples: rounds,
  };
}
