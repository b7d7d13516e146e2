const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 2 });

/** Short enough for the margin of a chart: "0.25", "12", "1.2K". */
export function formatAxis(value: number): string {
  return compact.format(value);
}

/** "now", or how long ago in seconds. */
export function formatOffset(offsetSeconds: number): string {
  const seconds = Math.round(-offsetSeconds);
  return seconds === 0 ? 'now' : `${String(seconds)} s ago`;
}
