import type { BatchRow, RowOutcome } from './batchRow.ts';
import type { BatchInput } from './readInputs.ts';

/** The rows of the files that were opened last, and how many are settled. */
export interface Batch {
  readonly kind: 'idle' | 'reading' | 'running' | 'done' | 'cancelled';
  readonly rows: readonly BatchRow[];
  readonly doneCount: number;
  /** Part of `doneCount`. */
  readonly failedCount: number;
  /** On the scale of `performance.now()`. */
  readonly startedAtMs: number;
  readonly elapsedMs: number;
  /** Lines left out because the files held more than a batch takes. */
  readonly leftOutCount: number;
}

export const idleBatch: Batch = {
  kind: 'idle',
  rows: [],
  doneCount: 0,
  failedCount: 0,
  startedAtMs: 0,
  elapsedMs: 0,
  leftOutCount: 0,
};

/** Beyond this the rows themselves would weigh on the tab. */
export const maxRows = 100_000;

export interface SettledRow {
  readonly row: number;
  readonly outcome: RowOutcome;
}

export function startBatch(inputs: readonly BatchInput[], startedAtMs: number): Batch {
  const rows = inputs
    .slice(0, maxRows)
    .map(({ input }, index): BatchRow => ({ row: index + 1, input, outcome: { kind: 'waiting' } }));
  return { ...idleBatch, kind: 'running', rows, startedAtMs, leftOutCount: inputs.length - rows.length };
}

/** Each row settles once; `elapsedMs` counts from the start of the batch. */
export function settleRows(batch: Batch, settled: readonly SettledRow[], elapsedMs: number): Batch {
  const rows = [...batch.rows];
  let { doneCount, failedCount } = batch;
  for (const { row, outcome } of settled) {
    const before = rows[row - 1];
    if (before === undefined) continue;
    rows[row - 1] = { ...before, outcome };
    doneCount++;
    if (outcome.kind === 'failed') failedCount++;
  }
  return { ...batch, rows, doneCount, failedCount, elapsedMs };
}

/** Rows without an outcome are listed as cancelled, so that the table and the file stay complete, but not as done. */
export function cancelBatch(batch: Batch): Batch {
  const outcome: RowOutcome = { kind: 'failed', error: 'Cancelled before it was answered.' };
  const rows = batch.rows.map((row) => (row.outcome.kind === 'waiting' ? { ...row, outcome } : row));
  return { ...batch, kind: 'cancelled', rows };
}
