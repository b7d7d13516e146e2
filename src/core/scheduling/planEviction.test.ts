import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planEviction, valueOf, type Resident } from './planEviction.ts';

const resident = fc.record({
  sizeBytes: fc.integer({ min: 1, max: 1000 }),
  uses: fc.nat(1000),
  loadMs: fc.integer({ min: 1, max: 5000 }),
  isBusy: fc.boolean(),
  isPinned: fc.boolean(),
});
const world = fc.record({
  residents: fc.array(resident, { maxLength: 12 }),
  budgetBytes: fc.nat(6000),
  neededBytes: fc.nat(2000),
});

const sizeOf = (residents: readonly Resident[]): number =>
  residents.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

describe('planEviction', () => {
  test('touches nothing that is in use or pinned', () => {
    fc.assert(
      fc.property(world, ({ residents, ...limits }) => {
        expect(planEviction(residents, limits).some(({ isBusy, isPinned }) => isBusy || isPinned)).toBe(
          false,
        );
      }),
    );
  });

  test('keeps the budget where anything can, and evicts no more than that takes', () => {
    fc.assert(
      fc.property(world, ({ residents, budgetBytes, neededBytes }) => {
        const evicted = planEviction(residents, { budgetBytes, neededBytes });
        const left = sizeOf(residents) - sizeOf(evicted) + neededBytes;
        const movable = residents.filter(({ isBusy, isPinned }) => !isBusy && !isPinned);
        if (left > budgetBytes) expect(evicted).toHaveLength(movable.length);
        const last = evicted.at(-1);
        if (last !== undefined) expect(left + last.sizeBytes).toBeGreaterThan(budgetBytes);
      }),
    );
  });

  test('what goes is never worth more than what may go and stays', () => {
    fc.assert(
      fc.property(world, ({ residents, ...limits }) => {
        const evicted = planEviction(residents, limits);
        const kept = residents.filter((each) => !each.isBusy && !each.isPinned && !evicted.includes(each));
        const dearest = Math.max(0, ...evicted.map(valueOf));
        expect(kept.every((each) => valueOf(each) >= dearest)).toBe(true);
      }),
    );
  });

  test('of what was never used the cheaper load goes first', () => {
    const unused = { sizeBytes: 10, uses: 0, isBusy: false, isPinned: false };
    const dear = { ...unused, loadMs: 900 };
    const cheap = { ...unused, loadMs: 30 };
    expect(planEviction([dear, cheap], { budgetBytes: 10 })).toEqual([cheap]);
  });
});
