import { predictCostMs, type CostTable } from './costModel.ts';

export interface BatchLimits {
  readonly maxBatch: number;
  /** Rows that wait now. */
  readonly queuedRows: number;
  /** What the requests were given from arrival to deadline; infinite without one. */
  readonly budgetMs: number;
  /** What handing a batch over and back costs beside its run. @default 0.1 */
  readonly handOverMs?: number | undefined;
}

/** Messages, wake-ups, bookkeeping, with a core free for them. Set by what text-throughput gains. */
const quickHandOverMs = 0.1;
/** In a run of one row shorter than this many hand-overs the hand-over weighs. Less loses answers when a spike of digits begins and ends. */
const shortRun = 10;
/** From here on it does not: what a larger batch gains is then what measuring leaves uncertain, and others wait for all of it. */
const longRun = 20;

/** A full batch of an unknown shape is tried at once when it should take no longer than this. */
const longTrialMs = 250;

/** A size counts as good when it reaches this share of the best items per second. */
const goodShare = 0.98;

/**
 * The target size of the next batch: the smallest within 2 % of the best items per second among those that keep 2·T(b)
 * within the budget (Nexus' rule), and the best size itself while more than one batch of requests without a deadline is queued and runs are short:
 * with a deadline, or where a row alone takes milliseconds, a batch twice as long for 2 % of speed costs more answers, for others begin or end too late.
 * A model whose time is linear in the batch therefore runs alone. For very short runs, and under saturation for short ones, the hand-over
 * counts too, for it is paid for each batch. A shape that was not calibrated takes whatever waits until two sizes were seen,
 * twice the one seen where that takes long.
 */
export function chooseBatchRows(
  table: CostTable,
  { maxBatch, queuedRows, budgetMs, handOverMs = quickHandOverMs }: BatchLimits,
): number {
  const sizes = candidateSizes(table, maxBatch);
  const [only] = table;
  if (only === undefined) return maxBatch;
  if (table.length === 1) {
    const fullMs = costOf(table, maxBatch);
    return fullMs <= longTrialMs ? maxBatch : Math.min(maxBatch, 2 * only.rows);
  }
  const pool = sizesWithin(table, sizes, budgetMs);
  const best = bestSize(table, pool, handOverMs);
  const isSaturated = queuedRows > best;
  const singleMs = costOf(table, 1);
  if (isSaturated && budgetMs === Number.POSITIVE_INFINITY && singleMs < longRun * quickHandOverMs)
    return best;
  const isHandOverCounted = singleMs < (isSaturated ? longRun : shortRun) * quickHandOverMs;
  const extraMs = isHandOverCounted ? handOverMs : 0;
  const goodRate = goodShare * rateOf(table, bestSize(table, pool, extraMs), extraMs);
  return pool.find((size) => rateOf(table, size, extraMs) >= goodRate) ?? best;
}

function bestSize(table: CostTable, sizes: readonly number[], extraMs: number): number {
  return sizes.reduce((left, right) =>
    rateOf(table, right, extraMs) > rateOf(table, left, extraMs) ? right : left,
  );
}

/** The measured sizes that the budget allows and, where it cuts one off, the largest that it does allow. */
function sizesWithin(table: CostTable, sizes: readonly number[], budgetMs: number): readonly number[] {
  const fits = (size: number): boolean => 2 * costOf(table, size) <= budgetMs;
  const allowed = sizes.filter(fits);
  const next = sizes[allowed.length];
  if (next === undefined) return allowed;
  let largest = allowed.at(-1) ?? sizes[0] ?? 1;
  while (largest + 1 < next && fits(largest + 1)) largest += 1;
  return allowed.includes(largest) ? allowed : [...allowed, largest];
}

function candidateSizes(table: CostTable, maxBatch: number): readonly number[] {
  if (table.length === 0) return [];
  const sizes = table.map((point) => point.rows).filter((rows) => rows <= maxBatch);
  return sizes.includes(maxBatch) ? sizes : [...sizes, maxBatch];
}

function costOf(table: CostTable, rows: number): number {
  return predictCostMs(table, rows) ?? 0;
}

function rateOf(table: CostTable, rows: number, extraMs: number): number {
  return rows / Math.max(costOf(table, rows) + extraMs, Number.EPSILON);
}
