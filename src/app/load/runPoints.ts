import type { LoadReport, LoadSecond } from '../../client/index.ts';
import type { XyPoint } from '../charts/xyPoint.ts';
import { missingSamples } from '../live/percentileSupport.ts';
import { supportedShare } from './supportedShare.ts';

/** One point a second, at the second's end. */
export function toSecondPoints(
  { perSecond }: LoadReport,
  pick: (second: LoadSecond) => XyPoint['values'],
): readonly XyPoint[] {
  return perSecond.map((row) => ({ x: row.second + 1, values: pick(row) }));
}

/** Latency of a second; percentiles without enough samples go grey. */
export function pickLatency({ completed, p50, p99 }: LoadSecond): XyPoint['values'] {
  const isEarly50 = missingSamples('p50', completed) > 0;
  const isEarly99 = missingSamples('p99', completed) > 0;
  return {
    p50: isEarly50 ? null : p50,
    p50Early: isEarly50 ? p50 : null,
    p99: isEarly99 ? null : p99,
    p99Early: isEarly99 ? p99 : null,
  };
}

/** Where a share of all requests stands on an axis of nines: 0 for none, 1 for 90 %, 2 for 99 %, 3 for 99.9 %. */
export function toNines(share: number): number {
  return share >= 1 ? Infinity : -Math.log10(1 - share);
}

/**
 * The spectra of some runs on one axis of nines; the slowest request of n stands where one of n does. What too few samples stand behind
 * goes grey.
 */
export function spectrumPoints(
  runs: readonly { readonly key: string; readonly report: LoadReport }[],
): readonly XyPoint[] {
  const byX = new Map<number, Record<string, number | null>>();
  for (const { key, report } of runs) {
    const { samples } = report.latencyMs;
    const end = Math.log10(Math.max(1, samples));
    const supported = supportedShare(samples);
    for (const [index, { share, ms }] of report.spectrum.entries()) {
      const x = roundX(Math.min(toNines(share), end));
      const values = byX.get(x) ?? {};
      if (share <= supported) values[key] = ms;
      // The grey line begins where the other ends.
      if ((report.spectrum[index + 1]?.share ?? share) > supported) values[`${key}Early`] = ms;
      byX.set(x, values);
    }
  }
  return [...byX.entries()].sort(([one], [other]) => one - other).map(([x, values]) => ({ x, values }));
}

function roundX(x: number): number {
  return Math.round(x * 1e4) / 1e4;
}
