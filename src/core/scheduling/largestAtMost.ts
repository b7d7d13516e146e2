export function largestAtMost(sizes: readonly number[], rows: number): number | undefined {
  const fitting = sizes.filter((size) => size <= rows);
  return fitting.length === 0 ? undefined : Math.max(...fitting);
}
