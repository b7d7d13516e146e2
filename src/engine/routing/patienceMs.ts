const spareMs = 10;
const spareShare = 0.1;
const margin = 1.5;

/** How long the endpoint is waited for, so that a run here, which should take `localMs`, can still make it in the time that is left. */
export function patienceMs(leftMs: number, localMs: number): number {
  const reserveMs = Number.isFinite(localMs)
    ? margin * localMs + Math.max(spareMs, spareShare * leftMs)
    : leftMs / 2;
  return Math.max(1, leftMs - reserveMs);
}
