import type { CostPoint } from './costModel.ts';

export interface FittedLine {
  /** Milliseconds of a run beside its rows. */
  readonly alphaMs: number;
  /** Milliseconds a row. */
  readonly betaMs: number;
  /** Share of the variance that the line explains, 0 to 1. */
  readonly r2: number;
}

/** T(b) = alpha + beta · b by least squares; undefined where all points have the same rows. */
export function fitLine(points: readonly CostPoint[]): FittedLine | undefined {
  const count = points.length;
  const meanRows = points.reduce((sum, { rows }) => sum + rows, 0) / count;
  const meanMs = points.reduce((sum, { ms }) => sum + ms, 0) / count;
  const spread = points.reduce((sum, { rows }) => sum + (rows - meanRows) ** 2, 0);
  if (!(spread > 0)) return undefined;
  const betaMs = points.reduce((sum, { rows, ms }) => sum + (rows - meanRows) * (ms - meanMs), 0) / spread;
  const alphaMs = meanMs - betaMs * meanRows;
  const total = points.reduce((sum, { ms }) => sum + (ms - meanMs) ** 2, 0);
  const left = points.reduce((sum, { rows, ms }) => sum + (ms - alphaMs - betaMs * rows) ** 2, 0);
  return { alphaMs, betaMs, r2: total > 0 ? 1 - left / total : 1 };
}
