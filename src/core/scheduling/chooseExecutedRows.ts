import { predictCostMs, type CostTable } from './costModel.ts';

/**
 * How many rows a run should execute for `rows` real ones where only some sizes are cheap to start (each new shape costs a WebGPU
 * backend its pipelines): the next allowed size up when that is cheaper per real request, else the next one down, the rest waiting for
 * the next run (TensorFlow Serving's MINIMIZE_TPU_COST_PER_REQUEST). Without allowed sizes, or above the largest: the rows themselves.
 */
export function chooseExecutedRows(
  rows: number,
  allowed: readonly number[],
  table: CostTable,
): { readonly rows: number; readonly executed: number } {
  if (allowed.includes(rows) || rows === 0) return { rows, executed: rows };
  const above = allowed.filter((size) => size > rows);
  if (above.length === 0) return { rows, executed: rows };
  const up = Math.min(...above);
  const below = allowed.filter((size) => size < rows);
  if (below.length === 0) return { rows, executed: up };
  const down = Math.max(...below);
  const upMs = predictCostMs(table, up);
  const downMs = predictCostMs(table, down);
  if (upMs === undefined || downMs === undefined || upMs / rows <= downMs / down)
    return { rows, executed: up };
  return { rows: down, executed: down };
}

/** The smallest allowed size that holds the rows; the rows themselves where none does. */
export function roundUpRows(rows: number, allowed: readonly number[]): number {
  const holding = allowed.filter((size) => size >= rows);
  return holding.length === 0 ? rows : Math.min(...holding);
}
