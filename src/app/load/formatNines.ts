/** The percentile at a place of an axis of nines: "p0", "p90", "p99", "p99.9"; in between with as many digits as tell it apart. */
export function formatNines(x: number): string {
  const percent = 100 * (1 - 10 ** -x);
  const digits = Math.min(6, Math.max(0, Math.ceil(x - 1e-9) - 2) + (Number.isInteger(x) ? 0 : 1));
  return `p${String(Number(percent.toFixed(digits)))}`;
}
