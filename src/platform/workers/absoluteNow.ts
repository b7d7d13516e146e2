const origin = performance.timeOrigin;

/** Milliseconds on the scale that page and workers share. */
export function absoluteNow(): number {
  return origin + performance.now();
}
