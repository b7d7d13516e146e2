import { predictCostMs, type CostTable } from './costModel.ts';

/** The costs of rows that are padded to one width. */
export interface WidthCost {
  readonly width: number;
  readonly table: CostTable;
}

/**
 * Costs of a width that was not measured, linearly between the nearest that were. Beyond the widest they grow by at least the width;
 * below the narrowest they shrink by no more than it. Empty where nothing was measured.
 */
export function interpolateCosts(measured: readonly WidthCost[], width: number): CostTable {
  const known = measured.filter(({ table }) => table.length > 0).toSorted((a, b) => a.width - b.width);
  const exact = known.find((cost) => cost.width === width);
  if (exact !== undefined) return exact.table;
  const above = known.findIndex((cost) => cost.width > width);
  const upperAt = above === -1 ? known.length - 1 : Math.max(above, 1);
  const upper = known[Math.min(upperAt, known.length - 1)];
  const lower = known[upperAt - 1] ?? upper;
  if (upper === undefined || lower === undefined) return [];
  const nearest = width > upper.width ? upper : width < lower.width ? lower : undefined;
  const sizes = new Set([...lower.table, ...upper.table].map(({ rows }) => rows));
  return [...sizes]
    .toSorted((left, right) => left - right)
    .map((rows) => {
      const low = predictCostMs(lower.table, rows) ?? 0;
      const high = predictCostMs(upper.table, rows) ?? 0;
      const slope = upper === lower ? 0 : (high - low) / (upper.width - lower.width);
      const line = low + slope * (width - lower.width);
      const scaled =
        nearest === undefined ? 0 : ((predictCostMs(nearest.table, rows) ?? 0) * width) / nearest.width;
      return { rows, ms: Math.max(line, scaled) };
    });
}
