import { wrap, type Remote } from 'comlink';
import type { Nearside } from '../../../src/client/nearside.ts';
import type { Naive } from '../baselines/naive.worker.ts';

/** What one scenario found in one page load. */
export interface Figures {
  readonly metrics: Record<string, number>;
  readonly ratios: Record<string, number>;
  readonly samples: number;
}

export interface Inputs {
  readonly texts: readonly string[];
  /** Rows of 784 values, 0 to 1. */
  readonly digits: readonly number[];
  readonly rounds: number;
  /** Where the stub endpoint listens. */
  readonly remote: string;
  /** Bytes of the model `uneven`, for scenarios that need it. */
  readonly uneven?: readonly number[];
}

export async function startNaive(file: string, labels: readonly string[]): Promise<Remote<Naive>> {
  const worker = new Worker(new URL('../baselines/naive.worker.ts', import.meta.url), { type: 'module' });
  const naive = wrap<Naive>(worker);
  await naive.load(new URL(`models/${file}`, document.baseURI).href, labels);
  return naive;
}

export async function connectLoaded(
  model: string,
): Promise<{ nearside: Nearside; labels: readonly string[] }> {
  const nearside = await (window as unknown as { nearside: Promise<Nearside> }).nearside;
  for (const name of ['language-id', 'digits']) await nearside.models.load(name);
  const status = await nearside.models.load(model);
  return { nearside, labels: status.labels ?? [] };
}
