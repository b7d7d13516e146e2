const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const small = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** Thousands separated; one decimal below ten, none above. */
export function formatCount(count: number): string {
  return (Math.abs(count) < 10 ? small : whole).format(count);
}
