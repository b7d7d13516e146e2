import { callDigits } from './callDigits.ts';
import { driveSteadily } from './drive.ts';
import { findBestBatch, startRaw } from './raw.ts';
import type { Figures, Inputs } from './scenario.ts';
import { connectSingle, outstanding } from './singleInstance.ts';
import { median, medianRatio } from './statistics.ts';

const windowMs = 1000;
/**
 * When the runtime has been started several times, the browser compiles what starts it once more and keeps a core busy for seconds: here
 * after the first instance, the two loops and the second. `--js-flags=--trace-wasm-compilation-times` shows it.
 */
const warmUpMs = 6000;

/** What a second instance brings, against what a second loop of the runtime brings. */
export async function runScale({ digits, rounds }: Inputs): Promise<Figures> {
  const nearside = await connectSingle('digits');
  const call = callDigits(nearside, digits);
  const loops = [await startRaw('digits/1/model.onnx'), await startRaw('digits/1/model.onnx')];
  const rows = Float32Array.from(digits);
  const runRaw = async (count: number, batch: number, forMs: number): Promise<number> => {
    const each = await Promise.all(
      loops.slice(0, count).map((raw) => raw({ kind: 'digits', rows, batch, forMs })),
    );
    return each.reduce((sum, perSecond) => sum + perSecond, 0);
  };
  const runOwn = async (instances: number, forMs = windowMs): Promise<number> => {
    await nearside.settings.update({ instances });
    while (
      (await nearside.metrics.snapshot()).instances.filter(({ model }) => model === 'digits').length !==
      instances
    );
    return await driveSteadily(call, outstanding, { warmMs: 300, forMs });
  };
  const batch = await findBestBatch((size) => runRaw(1, size, 400), [1, 4, 8, 16, 32, 64]);
  await runRaw(2, batch, windowMs);
  await runOwn(2, warmUpMs);
  const gains: number[] = [];
  const rawGains: number[] = [];
  const measureOwn = async (): Promise<void> => {
    const one = await runOwn(1);
    gains.push((await runOwn(2)) / one);
  };
  const measureRaw = async (): Promise<void> => {
    const one = await runRaw(1, batch, windowMs);
    rawGains.push((await runRaw(2, batch, windowMs)) / one);
  };
  for (let round = 0; round < rounds; round += 1) {
    const turns = round % 2 === 0 ? [measureOwn, measureRaw] : [measureRaw, measureOwn];
    for (const measure of turns) await measure();
  }
  await nearside.settings.update({ instances: 1 });
  return {
    metrics: { gain: median(gains), rawGain: median(rawGains), rawBatch: batch },
    ratios: { gainToRaw: medianRatio(gains, rawGains) },
    samples: rounds,
  };
}
