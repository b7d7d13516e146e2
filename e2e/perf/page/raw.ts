import type { RawCommand } from '../baselines/raw.worker.ts';
import { median } from './statistics.ts';

type Raw = (command: RawCommand) => Promise<number>;

export async function startRaw(file: string): Promise<Raw> {
  const worker = new Worker(new URL('../baselines/raw.worker.ts', import.meta.url), { type: 'module' });
  const raw: Raw = (command) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<number>) => {
        resolve(data);
      };
      worker.onerror = reject;
      worker.postMessage(command);
    });
  await raw({ kind: 'load', url: new URL(`models/${file}`, document.baseURI).href });
  return raw;
}

/** The best batch of the raw loop, found on the spot. */
export async function findBestBatch(
  run: (batch: number) => Promise<number>,
  sizes: readonly number[],
): Promise<number> {
  for (const size of sizes) await run(size);
  const rates: number[] = [];
  for (const size of sizes) rates.push(median([await run(size), await run(size), await run(size)]));
  return sizes[rates.indexOf(Math.max(...rates))]!;
}
