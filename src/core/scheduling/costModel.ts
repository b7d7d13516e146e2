/** One measured point of T(b): an execution of `rows` rows takes `ms`. */
export interface CostPoint {
  readonly rows: number;
  readonly ms: number;
}

/** T(b) by ascending rows; an empty table means that nothing was measured yet. */
export type CostTable = readonly CostPoint[];

const adaptation = 0.05;
const largestStep = 0.3;
const ticksToTrust = 10;

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
 * The table moved a little towards one observed execution; the two sizes beside `rows` share the correction by nearness.
 * However far off an observation is, it moves the table by 1.5 % at most, so that hiccups of a busy machine weigh no more than
 * the runs around them. A size at least twice beside all that are known is a point of its own. Runs too short for a clock that
 * ticks every `tickMs` teach nothing.
 */
export function observeCost(
  table: CostTable,
  { rows, ms }: CostPoint,
  { tickMs }: { readonly tickMs: number },
): CostTable {
  const predicted = predictCostMs(table, rows);
  const isReadable = ms > ticksToTrust * tickMs;
  if (predicted === undefined || predicted <= 0) return isReadable ? [{ rows, ms }] : table;
  if (isReadable && isBeyond(table, rows))
    return [...table, { rows, ms }].toSorted((left, right) => left.rows - right.rows);
  if (predicted < ticksToTrust * tickMs && ms < ticksToTrust * tickMs) return table;
  const step = Math.min(Math.max(ms / predicted - 1, -largestStep), largestStep);
  const { lower, upper } = neighbours(table, rows);
  const share = upper.rows === lower.rows ? 1 : (rows - lower.rows) / (upper.rows - lower.rows);
  return table.map((point) => {
    const weight = point === lower ? 1 - (lower === upper ? 0 : share) : point === upper ? share : 0;
    return weight === 0 ? point : { rows: point.rows, ms: point.ms * (1 + adaptation * weight * step) };
  });
}

function isBeyond(table: CostTable, rows: number): boolean {
  const smallest = table[0]?.rows ?? rows;
  const largest = table.at(-1)?.rows ?? rows;
  return 2 * rows <= smallest || rows >= 2 * largest;
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
