import { expect, test } from 'vitest';
import { createRandom } from '../createRandom.ts';
import { sizeOfResult, type CachedResult } from './cachedResult.ts';
import { MemoryTier } from './memoryTier.ts';

/** The plain alternative: what was used longest ago leaves first. */
class LeastRecentlyUsed {
  readonly #entries = new Map<string, number>();
  readonly #maxBytes: number;
  #sizeBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get(key: string): boolean {
    const sizeBytes = this.#entries.get(key);
    if (sizeBytes === undefined) return false;
    this.#entries.delete(key);
    this.#entries.set(key, sizeBytes);
    return true;
  }

  set(key: string, sizeBytes: number): void {
    this.#entries.set(key, sizeBytes);
    this.#sizeBytes += sizeBytes;
    for (const [oldest, size] of this.#entries) {
      if (this.#sizeBytes <= this.#maxBytes) return;
      this.#entries.delete(oldest);
      this.#sizeBytes -= size;
    }
  }
}

const distinct = 10_000;
const requests = 60_000;
const capacityShare = 0.1;
const cumulated: number[] = [];
for (let rank = 1, sum = 0; rank <= distinct; rank += 1) cumulated.push((sum += 1 / rank));

function drawZipf(random: () => number): number {
  const wanted = random() * (cumulated.at(-1) as number);
  let low = 0;
  let high = distinct - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulated[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

type Trace = Generator<number>;

/** Popularity falls as 1/rank. */
function* zipf(): Trace {
  const random = createRandom(3);
  for (let index = 0; index < requests; index += 1) yield drawZipf(random);
}

/** The same, and every now and then a pass over inputs that come once. */
function* zipfWithScans(): Trace {
  const random = createRandom(5);
  let next = distinct;
  for (let index = 0; index < requests; index += 1) {
    if (index % 6000 < 3000) yield drawZipf(random);
    else yield next++;
  }
}

/** Popularity moves on: what was asked for often is not any more. */
function* driftingZipf(): Trace {
  const random = createRandom(9);
  for (let index = 0; index < requests; index += 1)
    yield drawZipf(random) + Math.floor(index / 15_000) * distinct;
}

/** Inputs of two models: results of one are cheap and large, of the other dear and small. */
function makeResult(input: number): CachedResult {
  const isDear = input % 2 === 0;
  const values = isDear ? 10 : 100;
  return {
    signature: '',
    tag: { model: 'm', partition: undefined, generation: 'g' },
    outputs: [{ datatype: 'FP32', shape: [1, values], data: new Float32Array(values) }],
    batchSize: 1,
    costMs: isDear ? 5 : 0.5,
    createdAt: 0,
  };
}

/** Milliseconds of runs that each policy saves, as shares of all that were asked for. */
function compare(trace: Trace): { readonly kept: number; readonly leastRecentlyUsed: number } {
  const maxBytes =
    capacityShare * (sizeOfResult(makeResult(0)) + sizeOfResult(makeResult(1))) * 0.5 * distinct;
  const tier = new MemoryTier({ maxBytes, ttlMs: null });
  const plain = new LeastRecentlyUsed(maxBytes);
  let total = 0;
  let kept = 0;
  let leastRecentlyUsed = 0;
  for (const input of trace) {
    const key = String(input);
    const result = makeResult(input);
    total += result.costMs;
    if (tier.get(key, '', 0) !== undefined) kept += result.costMs;
    else tier.set(key, result);
    if (plain.get(key)) leastRecentlyUsed += result.costMs;
    else plain.set(key, sizeOfResult(result));
  }
  return { kept: kept / total, leastRecentlyUsed: leastRecentlyUsed / total };
}

test.each([
  ['popularity by rank', zipf, 0.05],
  ['popularity with scans between', zipfWithScans, 0.03],
  ['popularity that drifts', driftingZipf, 0],
] as const)('%s: eviction by worth saves more run time than by last use', (_, trace, margin) => {
  const { kept, leastRecentlyUsed } = compare(trace());
  expect(kept).toBeGreaterThan(leastRecentlyUsed + margin);
});
