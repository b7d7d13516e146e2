/** A run of consecutive rows of one request. */
export interface RowRange {
  readonly start: number;
  readonly count: number;
}

/** Cuts `rows` rows into parts of at most `cap` rows, in order; one empty part for a request without rows. */
export function splitRows(rows: number, cap: number): readonly RowRange[] {
  if (rows <= cap) return [{ start: 0, count: rows }];
  const parts: RowRange[] = [];
  for (let start = 0; start < rows; start += cap) parts.push({ start, count: Math.min(cap, rows - start) });
  return parts;
}
