import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LoadLedger } from './loadLedger.ts';

const request = fc.record({
  startMs: fc.double({ min: 0, max: 4999, noNaN: true }),
  tookMs: fc.double({ min: 0, max: 4000, noNaN: true }),
  outcome: fc.constantFrom('answered', 'queue-full', 'deadline', 'none'),
});

describe('LoadLedger', () => {
  test('offered is completed, refused and unanswered together, in all and over the seconds', () => {
    fc.assert(
      fc.property(fc.array(request), (requests) => {
        const ledger = new LoadLedger({ seconds: 5, sloMs: 1000 });
        for (const { startMs } of requests) ledger.offer(startMs, 0);
        const settled = requests
          .filter(({ outcome }) => outcome !== 'none')
          .toSorted((one, other) => one.startMs + one.tookMs - (other.startMs + other.tookMs));
        for (const { startMs, tookMs, outcome } of settled) {
          if (outcome === 'answered') ledger.complete(startMs + tookMs, tookMs);
          else ledger.refuse(startMs + tookMs, outcome);
        }
        const count = (outcome: string): number => requests.filter((one) => one.outcome === outcome).length;
        expect(ledger.offered).toBe(requests.length);
        expect(ledger.completed).toBe(count('answered'));
        expect(ledger.refused['deadline'] ?? 0).toBe(count('deadline'));
        expect(ledger.unanswered).toBe(count('none'));
        expect(ledger.inTime).toBe(
          requests.filter(({ outcome, tookMs }) => outcome === 'answered' && tookMs <= 1000).length,
        );
        const rows = ledger.seconds(9000);
        expect(rows.map(({ second }) => second)).toEqual([0, 1, 2, 3, 4]);
        const sum = (pick: (row: (typeof rows)[number]) => number): number =>
          rows.reduce((total, row) => total + pick(row), 0);
        expect(sum((row) => row.offered)).toBe(ledger.offered);
        expect(sum((row) => row.completed)).toBe(ledger.completed);
        expect(sum((row) => row.refused)).toBe(ledger.refusedCount);
      }),
    );
  });

  test('a second has the percentiles of what was answered in it; late answers count in the last', () => {
    const ledger = new LoadLedger({ seconds: 2, sloMs: undefined });
    for (const [atMs, tookMs] of [
      [100, 10],
      [900, 10],
      [1100, 40],
      [5000, 40],
    ] as const)
      ledger.complete(atMs, tookMs);
    const [first, last, ...others] = ledger.seconds(5000);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ completed: 2 });
    expect(first!.p50! / 10).toBeCloseTo(1, 1);
    expect(last).toMatchObject({ completed: 2 });
    expect(last!.p99! / 40).toBeCloseTo(1, 1);
  });

  test('a second without answers has no percentiles, and every second that began is there', () => {
    const ledger = new LoadLedger({ seconds: 10, sloMs: undefined });
    ledger.offer(0);
    expect(ledger.seconds(2500)).toEqual(
      [0, 1, 2].map((second) => ({
        second,
        offered: second === 0 ? 1 : 0,
        completed: 0,
        refused: 0,
        p50: null,
        p99: null,
        queueDepth: 0,
        batchSize: null,
      })),
    );
  });

  test('gauges belong to their second; a second look without executions keeps the batch size', () => {
    const ledger = new LoadLedger({ seconds: 3, sloMs: undefined });
    ledger.gauge(1, { queueDepth: 7, batchSize: 12 });
    ledger.gauge(1, { queueDepth: 0, batchSize: null });
    expect(ledger.second(1)).toMatchObject({ queueDepth: 0, batchSize: 12 });
    expect(ledger.second(0)).toMatchObject({ queueDepth: 0, batchSize: null });
  });
});
