import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CostTable } from './costModel.ts';
import { inheritCosts, listProbes } from './inheritCosts.ts';

const tableOf = (...times: readonly number[]): CostTable =>
  times.map((ms, index) => ({ rows: 2 ** index, ms }));

describe('listProbes', () => {
  test.each([
    ['nothing of an unmeasured one', tableOf(), []],
    ['the ends where all runs are short', tableOf(0.05, 0.06, 0.08), [1, 4]],
    ['none whose run is long', tableOf(0.9, 1.8, 3.6, 7.2, 14), [1, 4]],
    ['two where the second takes no more than twice as long', tableOf(30, 60, 120), [1, 2]],
    ['one where all others take long', tableOf(30, 70, 120), [1]],
  ])('%s', (_, prior, probes) => {
    expect(listProbes(prior)).toEqual(probes);
  });
});

describe('inheritCosts', () => {
  const prior = tableOf(1, 2, 4, 8, 16);

  test('keeps what was measured and scales the rest as the largest of it', () => {
    const measured = [
      { rows: 1, ms: 1.2 },
      { rows: 4, ms: 6 },
    ];
    expect(inheritCosts(prior, measured)).toEqual(tableOf(1.2, 3, 6, 12, 24));
  });

  test.each([
    ['nothing was measured', prior, []],
    [
      'the sizes disagree',
      prior,
      [
        { rows: 1, ms: 1 },
        { rows: 4, ms: 9 },
      ],
    ],
    [
      'the sizes disagree the other way',
      prior,
      [
        { rows: 1, ms: 3 },
        { rows: 4, ms: 4 },
      ],
    ],
    ['the prior says nothing', tableOf(0, 0, 0), [{ rows: 1, ms: 0 }]],
  ])('gives nothing where %s', (_, table, measured) => {
    expect(inheritCosts(table, measured)).toBeUndefined();
  });

  test('a model that is the same by a factor at every size gets its own table', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 500, noNaN: true }), { minLength: 1, maxLength: 8 }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (times, factor) => {
          const table = tableOf(...times.toSorted((left, right) => left - right));
          const own = table.map(({ rows, ms }) => ({ rows, ms: ms * factor }));
          const probes = listProbes(table);
          const inherited = inheritCosts(
            table,
            own.filter(({ rows }) => probes.includes(rows)),
          );
          expect(inherited?.map(({ rows }) => rows)).toEqual(table.map(({ rows }) => rows));
          for (const [index, { ms }] of (inherited ?? []).entries())
            expect(ms).toBeCloseTo(own[index]!.ms, 6);
        },
      ),
    );
  });
});
