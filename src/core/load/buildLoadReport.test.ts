import { describe, expect, test } from 'vitest';
import { buildLoadReport, meetsSlo } from './buildLoadReport.ts';
import { LoadLedger } from './loadLedger.ts';
import type { LoadPlan } from './loadPlan.ts';

const plan: LoadPlan = { model: 'm', scenario: 'server', seconds: 10, sloMs: 100 };
const calm = { isStopped: false, wasHidden: false };

function fill(
  { seconds, sloMs }: LoadPlan,
  answers: number,
  tookMs: (index: number) => number,
  lagMs = 0,
): LoadLedger {
  const ledger = new LoadLedger({ seconds, sloMs });
  for (let index = 0; index < answers; index += 1) {
    ledger.offer(index, lagMs);
    ledger.complete(5000, tookMs(index));
  }
  return ledger;
}

describe('buildLoadReport', () => {
  test('rates are per second of the time that passed', () => {
    const ledger = fill(plan, 1000, (index) => (index < 200 ? 150 : 20));
    ledger.refuse(5000, 'deadline');
    const report = buildLoadReport(plan, ledger, 8000, calm);
    expect(report).toMatchObject({ throughput: 125, goodput: 100, refused: { deadline: 1 }, sloMet: false });
    expect(report.perSecond).toHaveLength(8);
  });

  test('enough samples in time make a report valid', () => {
    const report = buildLoadReport(
      plan,
      fill(plan, 1000, () => 20),
      10_000,
      calm,
    );
    expect(report).toMatchObject({ valid: true, notes: [], sloMet: true });
  });

  test('without an SLO everything completed is in time', () => {
    const free: LoadPlan = { model: 'm', scenario: 'server', seconds: 10 };
    const report = buildLoadReport(
      free,
      fill(free, 700, () => 1e5),
      10_000,
      calm,
    );
    expect(report.inTime).toBe(700);
    expect('sloMet' in report).toBe(false);
  });

  test.each([
    ['too few samples', 444, 0, calm, 'p99 needs 218 more samples'],
    ['one sample short', 661, 0, calm, 'p99 needs 1 more sample'],
    ['a generator that lags', 1000, 40, calm, /the generator lagged: p99 lag (39|40|41) ms/],
    ['a stop', 1000, 0, { ...calm, isStopped: true }, 'stopped before its end'],
    ['a hidden page', 1000, 0, { ...calm, wasHidden: true }, /hidden/],
    ['a search out of time', 1000, 0, { ...calm, isCutShort: true }, /ran out of time/],
    ['no answers', 0, 0, calm, 'no request was answered'],
  ])('%s makes it invalid and is said', (_, answers, lagMs, circumstances, note) => {
    const { valid, notes } = buildLoadReport(
      plan,
      fill(plan, answers, () => 20, lagMs),
      10_000,
      circumstances,
    );
    expect(valid).toBe(false);
    expect(notes).toEqual(expect.arrayContaining([expect.stringMatching(note)]));
  });

  test('requests still out when the run ends are counted and make it invalid', () => {
    const ledger = fill(plan, 1000, () => 20);
    ledger.offer(5000, 0);
    const report = buildLoadReport(plan, ledger, 10_000, calm);
    expect(report).toMatchObject({ unanswered: 1, valid: false });
  });

  test('remarks do not make a report invalid', () => {
    const closed: LoadPlan = { ...plan, scenario: 'closed-loop', target: 'naive' };
    const report = buildLoadReport(
      closed,
      fill(closed, 1000, (index) => (index < 500 ? 150 : 20)),
      10_000,
      calm,
    );
    expect(report.valid).toBe(true);
    expect(report.notes.join('\n')).toMatch(/closed loop[^]*naive[^]*500 of 1000 requests missed the SLO/);
  });

  test('the spectrum rises to the slowest sample', () => {
    const { spectrum } = buildLoadReport(
      plan,
      fill(plan, 1000, (index) => index + 1),
      10_000,
      calm,
    );
    expect(spectrum[0]).toMatchObject({ share: 0 });
    expect(spectrum.at(-1)!.share).toBe(1);
    expect(spectrum.at(-1)!.ms / 1000).toBeCloseTo(1, 1);
    for (const [index, { share, ms }] of spectrum.entries()) {
      expect(share).toBeGreaterThan(index === 0 ? -1 : spectrum[index - 1]!.share);
      expect(ms).toBeGreaterThanOrEqual(index === 0 ? 0 : spectrum[index - 1]!.ms);
    }
    expect(
      buildLoadReport(
        plan,
        fill(plan, 0, () => 0),
        10_000,
        calm,
      ).spectrum,
    ).toEqual([]);
  });
});

test.each([
  [100, 99, true],
  [1000, 989, false],
  [0, 0, false],
])('of %s offered, %s in time: %s', (offered, inTime, met) => {
  expect(meetsSlo({ offered, inTime })).toBe(met);
});
