import { connectLoaded, type Figures, type Inputs } from './scenario.ts';
import { createRandom, median, medianRatio } from './statistics.ts';

const perSecond = 100;
const calmMs = 4000;
const bypass = { cache: 'bypass' } as const;

interface Answer {
  readonly ms: number;
  readonly isDuring: boolean;
}

/** Constant load on digits while what serves is replaced by a fresh one beside it: p99 during the swap against before. */
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
  for (let round = 0; round < rounds; round += 1) {
    const answers: Answer[] = [];
    const calls: Promise<void>[] = [];
    const startAt = performance.now();
    let swap: { readonly startAt: number; endAt: number | undefined } | undefined;
    const ask = async (atMs: number, isDuring: boolean): Promise<void> => {
      const start = (asked % count) * 784;
      asked += 1;
      try {
        await nearside.predict('digits', rows.slice(start, start + 784), bypass);
        answers.push({ ms: performance.now() - startAt - atMs, isDuring });
      } catch {
        failed += 1;
      }
    };
    let atMs = 0;
    while (swap?.endAt === undefined) {
      atMs += (-Math.log(1 - random()) * 1000) / perSecond;
      const waitMs = atMs - (performance.now() - startAt);
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      calls.push(ask(atMs, swap !== undefined));
      if (swap !== undefined || atMs < calmMs) continue;
      const current = { startAt: performance.now(), endAt: undefined as number | undefined };
      swap = current;
      // Another choice of backend is a reason to begin anew, also where it is the same backend.
      const backend = round % 2 === 0 ? 'wasm' : 'auto';
      void nearside.settings.update({ backend }).finally(() => {
        current.endAt = performance.now();
      });
    }
    await Promise.all(calls);
    beforeMs.push(p99(answers.filter(({ isDuring }) => !isDuring)));
    duringMs.push(p99(answers.filter(({ isDuring }) => isDuring)));
    swapMs.push(swap.endAt - swap.startAt);
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

function p99(answers: readonly Answer[]): number {
  const sorted = answers.map(({ ms }) => ms).toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))] ?? Number.NaN;
}
