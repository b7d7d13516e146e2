import { expect, test } from 'vitest';
import { pickLatency, spectrumPoints, toNines, toSecondPoints } from './runPoints.ts';
import { testRecord } from './testRecord.ts';

const { report } = testRecord;

test('seconds stand where they end', () => {
  expect(toSecondPoints(report, ({ offered }) => ({ offered }))).toEqual([
    { x: 1, values: { offered: 50 } },
    { x: 2, values: { offered: 51 } },
  ]);
});

test('percentiles of a second go grey while too few samples stand behind them', () => {
  const [second] = report.perSecond;
  expect(pickLatency(second!)).toEqual({ p50: 4, p50Early: null, p99: null, p99Early: 80 });
  expect(pickLatency({ ...second!, completed: 700 })).toMatchObject({ p99: 80, p99Early: null });
});

test('nines are counted on a logarithmic axis', () => {
  expect([0, 0.9, 0.99, 0.999].map(toNines)).toEqual(
    [0, 1, 2, 3].map((nines) => expect.closeTo(nines, 9) as number),
  );
  expect(toNines(1)).toBe(Infinity);
});

test('spectra of two runs share one axis, each ending where one sample of its own stands', () => {
  const fast = {
    ...report,
    spectrum: [
      { share: 0, ms: 1 },
      { share: 1, ms: 3 },
    ],
  };
  const points = spectrumPoints([
    { key: 'slow', report },
    { key: 'fast', report: { ...fast, latencyMs: { ...report.latencyMs, samples: 1000 } } },
  ]);
  expect(points.map(({ x }) => x)).toEqual([0, 0.301, 1.9912, 3]);
  expect(points[0]!.values).toEqual({ slow: 2, fast: 1, fastEarly: 1 });
  expect(points.at(-1)!.values).toEqual({ fastEarly: 3 });
});

test('a spectrum goes grey where too few samples stand behind it', () => {
  const values = spectrumPoints([{ key: 'run', report }]).map((point) => point.values);
  expect(values).toEqual([{ run: 2 }, { run: 4, runEarly: 4 }, { runEarly: 120 }]);
});
