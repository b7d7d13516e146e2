import { connectLoaded, type Figures, type Inputs } from './scenario.ts';
import { createRandom, median, medianRatio, quantile } from './statistics.ts';

const perSecond = 100;
const calmMs = 1000;
/** The swaps of a round are judged together: one alone lets too few requests in for a 99th percentile. */
const swapsPerRound = 6;
const bypass = { cache: 'bypass' } as const;

/** Constant load on digits while what serves is replaced by a fresh one beside it: p99 during the swaps against before them. */
export async function runSwap({ digits, rounds }: Inputs): Promise<Figures> {
  const { nearside } = await connectLoaded('digits');
  const rows = Float32Array.from(digits);
  const count = rows.length / 784;
  const random = createRandom(11);
  const beforeMs: number[] = [];
  const duringMs: number[] = [];
  const swapMs: number[] = [];
  let failed = 0;
  let asked = 0;
  let swaps = 0;
  const swapOnce = async (calm: number[], busy: number[]): Promise<void> => {
    const calls: Promise<void>[] = [];
    const startAt = performance.now();
    let swap: { readonly startAt: number; endAt: number | undefined } | undefined;
    const ask = async (atMs: number, answers: number[]): Promise<void> => {
      const start = (asked % count) * 784;
      asked += 1;
      try {
        await nearside.predict('digits', rows.slice(start, start + 784), bypass);
        answers.push(performance.now() - startAt - atMs);
      } catch {
        failed += 1;
      }
    };
    let atMs = 0;
    while (swap?.endAt === undefined) {
      atMs += (-Math.log(1 - random()) * 1000) / perSecond;
      const waitMs = atMs - (performance.now() - startAt);
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      calls.push(ask(atMs, swap === undefined ? calm : busy));
      if (swap !== undefined || atMs < calmMs) continue;
      const current = { startAt: performance.now(), endAt: undefined as number | undefined };
      swap = current;
      // Another choice of backend is a reason to begin anew, also where it is the same backend.
      const backend = swaps % 2 === 0 ? 'wasm' : 'auto';
      swaps += 1;
      void nearside.settings.update({ backend }).finally(() => {
        current.endAt = performance.now();
      });
    }
    await Promise.all(calls);
    swapMs.push(swap.endAt - swap.startAt);
  };
  for (let round = 0; round < rounds; round += 1) {
    const calm: number[] = [];
    const busy: number[] = [];
    for (let swap = 0; swap < swapsPerRound; swap += 1) await swapOnce(calm, busy);
    beforeMs.push(quantile(calm, 0.99));
    duringMs.push(quantile(busy, 0.99));
  }
  return {
    metrics: {
      failed,
      beforeP99Ms: median(beforeMs),
      duringP99Ms: median(duringMs),
      swapMs: median(swapMs),
    },
    ratios: { p99DuringToBefore: medianRatio(duringMs, beforeMs) },
    samples: asked,
  };
}
