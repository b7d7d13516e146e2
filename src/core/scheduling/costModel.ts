/** One measured point of T(b): an execution of `rows` rows takes `ms`. */
export interface CostPoint {
  readonly rows: number;
  readonly ms: number;
}

/** T(b) by ascending rows; an empty table means that nothing was measured yet. */
export type CostTable = readonly CostPoint[];

const adaptation = 0.1;
const outlierFactor = 3;
const clockTickMs = 0.1;

/** Milliseconds for `rows` rows, interpolated between measured sizes and extended linearly; undefined if unmeasured. */
export function predictCostMs(table: CostTable, rows: number): number | undefined {
  const first = table[0];
  if (first === undefined) return undefined;
  if (rows <= first.rows) return first.ms;
  let lower = first;
  for (const upper of table) {
    if (rows <= upper.rows) return interpolate(lower, upper, rows);
    lower = upper;
  }
  const previous = table[table.length - 2];
  if (previous === undefined) return (lower.ms * rows) / lower.rows;
  const slope = Math.max(0, (lower.ms - previous.ms) / (lower.rows - previous.rows));
  return lower.ms + slope * (rows - lower.rows);
}

function interpolate(lower: CostPoint, upper: CostPoint, rows: number): number {
  if (upper.rows === lower.rows) return upper.ms;
  return lower.ms + ((upper.ms - lower.ms) * (rows - lower.rows)) / (upper.rows - lower.rows);
}

/**
 * The table moved towards one observed execution: the two sizes beside `rows` share the correction by nearness.
 * An observation beyond three times the prediction counts as three times, so that one hiccup changes little; a coarse
 * clock's ticks are let through, for they are right on average.
 */
export function observeCost(table: CostTable, { rows, ms }: CostPoint): CostTable {
  const predicted = predictCostMs(table, rows);
  if (predicted === undefined || predicted <= 0) return [{ rows, ms }];
  const ratio =
    Math.min(ms, Math.max(outlierFactor * predicted, predicted + outlierFactor * clockTickMs)) / predicted;
  const { lower, upper } = neighbours(table, rows);
  const share = upper.rows === lower.rows ? 1 : (rows - lower.rows) / (upper.rows - lower.rows);
  return table.map((point) => {
    const weight = point === lower ? 1 - (lower === upper ? 0 : share) : point === upper ? share : 0;
    return weight === 0
      ? point
      : { rows: point.rows, ms: point.ms * (1 + adaptation * weight * (ratio - 1)) };
  });
}

function neighbours(
  table: CostTable,
  rows: number,
): { readonly lower: CostPoint; readonly upper: CostPoint } {
  let lower = table[0] as CostPoint;
  for (const point of table) {
    if (point.rows >= rows) return { lower: point.rows === rows ? point : lower, upper: point };
    lower = point;
  }
  return { lower, upper: lower };
}
