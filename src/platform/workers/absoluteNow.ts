/** Milliseconds on the scale that page and workers share. */
export function absoluteNow(): number {
  return performance.timeOrigin + performance.now();
}
