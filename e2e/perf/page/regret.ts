import type { LoadPlan } from '../../../src/client/index.ts';
import type { Figures, Inputs } from './scenario.ts';
import { connectSingle, measureCapacity, outstanding } from './singleInstance.ts';
import { median, ratioToBest } from './statistics.ts';

const sloMs = 100;

/** Fixed rules: at most so many rows, held back at most so long. */
const staticRules = [1, 8, 32, 64].flatMap((maxBatch) =>
  [0, 5].map((maxQueueDelayMs) => ({ maxBatch, maxQueueDelayMs, isStatic: true })),
);

type Rule = (typeof staticRules)[number] | undefined;

interface Workload {
  readonly id: string;
  readonly model: string;
  readonly scenario: LoadPlan['scenario'];
  /** Of the capacity that was measured just before. */
  readonly share: number;
}

const workloads: readonly Workload[] = [
  { id: 'digitsCalm', model: 'digits', scenario: 'server', share: 0.5 },
  { id: 'digitsBusy', model: 'digits', scenario: 'server', share: 0.85 },
  { id: 'digitsOverload', model: 'digits', scenario: 'server', share: 1.35 },
  { id: 'digitsSpike', model: 'digits', scenario: 'spike', share: 0.4 },
  { id: 'digitsClosed', model: 'digits', scenario: 'closed-loop', share: 1 },
  { id: 'textClosed', model: 'language-id', scenario: 'closed-loop', share: 1 },
];

/** Rounds in which every fixed rule runs; the best two of them then run beside ours. */
const screeningRounds = 3;
const finalists = 2;

/**
 * On each workload, what our rule answers in time over what the best of the fixed rules does. The machine's speed drifts by more than the rules
 * differ, so what is compared runs close together: rules that are plainly worse are left out after a few rounds.
 */
export async function runRegret({ rounds }: Inputs): Promise<Figures> {
  const nearside = await connectSingle('digits');
  const ratios: Record<string, number> = {};
  const metrics: Record<string, number> = {};
  for (const { id, model, scenario, share } of workloads) {
    await nearside.settings.update({ batches: {} });
    await measureCapacity(nearside, model, 1);
    const rate = share * (await measureCapacity(nearside, model, 1));
    const plan: LoadPlan =
      scenario === 'closed-loop'
        ? { model, scenario, seconds: 0.8, concurrency: outstanding }
        : { model, scenario, seconds: 0.8, rate, sloMs };
    const compare = async (rules: readonly Rule[], count: number, seed: number): Promise<number[][]> => {
      const goodputs = rules.map((): number[] => []);
      for (let round = 0; round < count; round += 1) {
        for (let turn = 0; turn < rules.length; turn += 1) {
          // None is always the first, nor always after the same other.
          const place = round % 2 === 0 ? turn : rules.length - 1 - turn;
          const index = (place + round) % rules.length;
          const rule = rules[index];
          await nearside.settings.update({ batches: rule === undefined ? {} : { [model]: rule } });
          goodputs[index]?.push((await nearside.load.run({ ...plan, seed: seed + round })).goodput);
        }
      }
      return goodputs;
    };
    const screened = await compare(staticRules, screeningRounds, 1);
    const best = staticRules
      .map((rule, index) => ({ rule, goodput: median(screened[index] ?? []) }))
      .toSorted((left, right) => right.goodput - left.goodput)
      .slice(0, finalists);
    const judged = await compare([undefined, ...best.map(({ rule }) => rule)], rounds, 1 + screeningRounds);
    const [ours = [], ...others] = judged;
    ratios[id] = ratioToBest(ours, others);
    metrics[`${id}PerSecond`] = median(ours);
  }
  await nearside.settings.update({ batches: {} });
  return { metrics, ratios, samples: rounds };
}
