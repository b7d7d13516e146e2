import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listHabits, noteModelUse, type ModelUsage } from './modelUsage.ts';

const day = 24 * 3600_000;

/** Visits a day apart, each with the models that are asked in it. */
function visit(visits: readonly string[], usage: ModelUsage = {}): ModelUsage {
  let known = usage;
  for (const [at, models] of visits.entries())
    for (const [index, model] of Array.from(models).entries())
      known = noteModelUse(known, model, { isFirst: index === 0, now: at * day });
  return known;
}

test.each<[string, readonly string[], string]>([
  ['asked once', ['a'], ''],
  ['asked in two visits', ['a', 'a'], ''],
  ['asked in three visits', ['a', 'a', 'a'], 'a'],
  ['asked in fewer visits than another', ['a', 'b', 'b', 'a', 'b', 'b'], 'b'],
  ['asked beside another', ['ab', 'ab', 'ba'], 'ab'],
  ['left out once after many', ['ab', 'ab', 'ab', 'ab', 'ab', 'b'], 'ba'],
  ['given up', ['ab', 'ab', 'ab', 'b', 'b', 'b'], 'b'],
])('a model %s', (_, visits, habits) => {
  expect(listHabits(visit(visits), visits.length * day).join('')).toBe(habits);
});

test('after a month without a use nothing is a habit', () => {
  const usage = visit(['a', 'a', 'a', 'a']);
  expect(listHabits(usage, 32 * day)).toEqual(['a']);
  expect(listHabits(usage, 34 * day)).toEqual([]);
});

test('shares stay shares, and what is never asked again is forgotten', () => {
  const models = fc
    .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 })
    .map((names) => names.join(''));
  fc.assert(
    fc.property(fc.array(models, { maxLength: 60 }), (visits) => {
      const usage = visit(visits);
      for (const { share } of Object.values(usage)) {
        expect(share).toBeGreaterThan(0);
        expect(share).toBeLessThanOrEqual(1);
      }
      expect(
        Object.keys(
          visit(
            Array.from({ length: 20 }, () => 'e'),
            usage,
          ),
        ),
      ).toEqual(['e']);
    }),
  );
});
