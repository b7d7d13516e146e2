import { expect, test } from 'vitest';
import { arrivalPatterns, simulateCell, simulatedCosts, simulatedLoads } from './simulationGrid.ts';

const isLong = process.env['NEARSIDE_LONG'] === '1';
const requests = isLong ? 20_000 : 3000;
const seeds = isLong ? [1, 2, 3, 4, 5] : [1];
/** A run of few requests is a small sample of traffic. */
const leastShare = isLong ? 0.97 : 0.96;

const cells = simulatedCosts.flatMap((cost) => arrivalPatterns.map((pattern) => ({ cost, pattern })));

test.each(cells)(
  'ours is as good as the best rule for $cost.name, $pattern',
  ({ cost, pattern }) => {
    for (const seed of seeds) {
      for (const load of simulatedLoads) {
        const { results } = simulateCell(cost, pattern, load, { requests, seed });
        const best = Math.max(...Object.values(results).map(({ goodput }) => goodput));
        const ours = results['ours']!;
        expect(ours.goodput / best, `goodput at ${load}`).toBeGreaterThanOrEqual(leastShare);
        if (load < 1) expect(ours.p99Ms, `p99 at ${load}`).toBeLessThanOrEqual(cost.sloMs);
      }
    }
  },
  600_000,
);

test('the same seed gives the same results', () => {
  const [cost] = simulatedCosts;
  const run = (): unknown => simulateCell(cost!, 'bursty', 1.1, { requests: 500, seed: 4 });
  expect(run()).toEqual(run());
});
