/** A share in [0, 1] as "98.2 %"; never rounds up to a certainty that is not there. */
export function formatShare(share: number): string {
  const percent = Math.round(share * 1000) / 10;
  if (percent === 100 && share < 1) return '> 99.9 %';
  if (percent === 0 && share > 0) return '< 0.1 %';
  return `${percent.toFixed(1)} %`;
}
