import { createBentoPolicy } from './bentoPolicy.ts';
import type { BatchingPolicy, PolicySetup } from './batchingPolicy.ts';
import { createRandom } from '../../createRandom.ts';
import { makeArrivals, type ArrivalPattern } from './makeArrivals.ts';
import { createOwnPolicy } from './ownPolicy.ts';
import { simulate, type SimulationResult } from './simulate.ts';
import { createAimdPolicy, createDelayPolicy } from './waitPolicies.ts';

/** T(b) = alpha + beta·b, in milliseconds, with the SLO that its requests have. */
export interface SimulatedCost {
  readonly name: string;
  readonly alphaMs: number;
  readonly betaMs: number;
  readonly sloMs: number;
}

export const simulatedCosts: readonly SimulatedCost[] = [
  { name: 'gpu-like', alphaMs: 12, betaMs: 1.5, sloMs: 100 },
  { name: 'wasm-like', alphaMs: 2, betaMs: 8, sloMs: 100 },
  { name: 'mlp-like', alphaMs: 0.05, betaMs: 0.002, sloMs: 2 },
];
export const simulatedLoads: readonly number[] = [0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 1.1, 1.35, 2];
export const arrivalPatterns: readonly ArrivalPattern[] = ['poisson', 'bursty', 'spike'];
export const policies: Readonly<Record<string, (setup: PolicySetup) => BatchingPolicy>> = {
  ours: createOwnPolicy,
  greedy: (setup) => createDelayPolicy(setup, 0),
  'delay 5 ms': (setup) => createDelayPolicy(setup, 5),
  'delay 20 ms': (setup) => createDelayPolicy(setup, 20),
  bentoml: createBentoPolicy,
  aimd: createAimdPolicy,
};

const maxBatch = 16;
/** Runs take a normally distributed share more or less. */
const noise = 0.08;

export interface Cell {
  readonly cost: SimulatedCost;
  readonly pattern: ArrivalPattern;
  /** Offered over what full batches could serve. */
  readonly load: number;
  readonly results: Readonly<Record<string, SimulationResult>>;
}

/** Every policy on the same arrivals and the same noise. */
export function simulateCell(
  cost: SimulatedCost,
  pattern: ArrivalPattern,
  load: number,
  { requests, seed }: { readonly requests: number; readonly seed: number },
): Cell {
  const costMs = (rows: number): number => cost.alphaMs + cost.betaMs * rows;
  const ratePerMs = (load * maxBatch) / costMs(maxBatch);
  const arrivals = makeArrivals(pattern, { ratePerMs, count: requests, random: createRandom(seed) });
  const setup: PolicySetup = { maxBatch, sloMs: cost.sloMs, costMs };
  const results = Object.fromEntries(
    Object.entries(policies).map(([name, create]) => {
      const random = createRandom(seed + 1);
      const runMs = (rows: number): number => costMs(rows) * Math.max(0.5, 1 + noise * drawNormal(random));
      return [name, simulate(create(setup), { arrivals, sloMs: cost.sloMs, runMs })] as const;
    }),
  );
  return { cost, pattern, load, results };
}

/** Box and Muller's way to a standard normal number. */
function drawNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
