import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ShareBudget } from './shareBudget.ts';

test('a tenth of the traffic may be spent, and none before it came', () => {
  const budget = new ShareBudget({ oneIn: 10, most: 10 });
  expect(budget.spend()).toBe(false);
  budget.earn(9);
  expect(budget.spend()).toBe(false);
  budget.earn();
  expect([budget.spend(), budget.spend()]).toEqual([true, false]);
});

test('law: what was spent is never more than the share of what was earned, nor saved beyond the most', () => {
  fc.assert(
    fc.property(
      fc.array(fc.boolean(), { maxLength: 500 }),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 20 }),
      (spends, oneIn, most) => {
        const budget = new ShareBudget({ oneIn, most });
        let earned = 0;
        let spent = 0;
        for (const isSpend of spends) {
          if (!isSpend) {
            earned += 1;
            budget.earn();
          } else if (budget.spend()) spent += 1;
          expect(spent * oneIn).toBeLessThanOrEqual(earned);
        }
        budget.earn(1_000_000);
        let saved = 0;
        while (budget.spend()) saved += 1;
        expect(saved).toBe(most);
      },
    ),
  );
});
