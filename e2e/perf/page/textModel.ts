import type { Nearside, Tensor } from '../../../src/client/index.ts';
import { driveRolling } from './drive.ts';
import { findBestBatch, startRaw } from './raw.ts';
import type { Figures, Inputs } from './scenario.ts';
import { createRandom, median, medianRatio } from './statistics.ts';

const model = 'text-model';
const bypass = { cache: 'bypass' } as const;
const listLength = 256;
const longestWords = 90;
const windowMs = 4000;
const words =
  'the quick brown fox walks over a river while small birds sing and nobody in town knows why it rains today'.split(
    ' ',
  );

/** Texts as people write them: most are short, a few are long. */
function makeTexts(): readonly string[] {
  const random = createRandom(11);
  return Array.from({ length: listLength }, (_, index) => {
    const spread = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const count =
      index === 0
        ? longestWords
        : Math.min(longestWords, Math.max(2, Math.round(11 * Math.exp(0.7 * spread))));
    return Array.from({ length: count }, () => words[Math.floor(random() * words.length)]!).join(' ');
  });
}

/**
 * A list of texts against the same list padded to its longest, and what a second instance brings against what a second loop of the
 * runtime brings, interleaved.
 */
export async function runTextModel({ rounds }: Inputs): Promise<Figures> {
  const nearside = await (window as unknown as { nearside: Promise<Nearside> }).nearside;
  await nearside.settings.update({ instances: 1 });
  await nearside.models.load(model);
  const texts = makeTexts();
  const inputs = await Promise.all(texts.map((text) => nearside.tensors(model, text)));
  const rows = inputs.map((tensors) => Int32Array.from(idsOf(tensors).data as BigInt64Array, Number));
  const embed = async (text: string): Promise<Float32Array> =>
    (await nearside.predict(model, text, bypass)).value as Float32Array;
  const alone: Float32Array[] = [];
  for (const text of texts.slice(0, 16)) alone.push(await embed(text));
  const before = (await nearside.metrics.snapshot()).total;
  const together = await Promise.all(texts.map(embed));
  const after = (await nearside.metrics.snapshot()).total;
  const padding = after.paddingTokens - before.paddingTokens;

  const longest = Math.max(...rows.map((row) => row.length));
  const padded = Object.fromEntries(
    Object.entries(inputs[0]!).map(([name, tensor]) => [
      name,
      padAll(
        inputs.map((each) => each[name]!),
        tensor,
        longest,
      ),
    ]),
  );
  const ownMs: number[] = [];
  const paddedMs: number[] = [];
  for (let round = 0; round < Math.min(rounds, 2); round += 1) {
    const ownBefore = await timeOf(() => Promise.all(texts.map(embed)));
    paddedMs.push(await timeOf(() => nearside.infer({ model, inputs: padded }, bypass)));
    // The padded list takes several times as long: what the device does meanwhile counts for both.
    const ownAfter = await timeOf(() => Promise.all(texts.map(embed)));
    ownMs.push((ownBefore + ownAfter) / 2);
  }

  const loops = [await startRaw(`${model}/1/model.onnx`), await startRaw(`${model}/1/model.onnx`)];
  const runRaw = async (count: number, batch: number, forMs: number): Promise<number> => {
    const rates = await Promise.all(
      loops.slice(0, count).map((raw) => raw({ kind: 'tokens', rows, batch, forMs })),
    );
    return rates.reduce((sum, rate) => sum + rate, 0);
  };
  const batch = await findBestBatch((size) => runRaw(1, size, windowMs / 2), [1, 4, 8]);
  const runOwn = async (instances: number): Promise<number> => {
    await nearside.settings.update({ instances });
    while ((await nearside.metrics.snapshot()).instances.length !== instances);
    const rate = await driveRolling((index) => embed(texts[index % listLength]!), listLength, windowMs);
    return rate;
  };
  const gains: number[] = [];
  const rawGains: number[] = [];
  const rates: number[] = [];
  const rawRates: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const one = await runOwn(1);
    const rawOne = await runRaw(1, batch, windowMs);
    const rawTwo = await runRaw(2, batch, windowMs);
    gains.push((await runOwn(2)) / one);
    rawGains.push(rawTwo / rawOne);
    rates.push(one);
    rawRates.push(rawOne);
  }
  await nearside.settings.update({ instances: 1 });
  return {
    metrics: {
      perSecond: median(rates),
      rawPerSecond: median(rawRates),
      rawBatch: batch,
      paddingShare: padding / (padding + after.tokens - before.tokens),
      largestDifference: Math.max(...alone.map((vector, row) => differenceOf(vector, together[row]!))),
      gain: median(gains),
      rawGain: median(rawGains),
    },
    ratios: {
      paddedToOwn: medianRatio(paddedMs, ownMs),
      gainToRaw: medianRatio(gains, rawGains),
      toRaw: medianRatio(rates, rawRates),
    },
    samples: rounds,
  };
}

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const startAt = performance.now();
  await run();
  return performance.now() - startAt;
}

function idsOf(tensors: Record<string, Tensor>): Tensor {
  return tensors['input_ids']!;
}

/** One tensor of all rows, zeros behind each. */
function padAll(tensors: readonly Tensor[], { datatype }: Tensor, width: number): Tensor {
  const data = new BigInt64Array(tensors.length * width);
  for (const [row, tensor] of tensors.entries()) data.set(tensor.data as BigInt64Array, row * width);
  return { datatype, shape: [tensors.length, width], data };
}

function differenceOf(left: Float32Array, right: Float32Array): number {
  return left.reduce((largest, value, index) => Math.max(largest, Math.abs(value - right[index]!)), 0);
}
