const megabyte = 2 ** 20;

/** More than this is not loaded: a WebAssembly memory would not hold it beside what it computes. */
export const maxModelBytes = 1024 * megabyte;
export const maxFileBytes = 64 * megabyte;
/** Larger ones are not rewritten, which takes their size three times over. */
export const maxUnlockBytes = 128 * megabyte;

export const startLimitMs = 60_000;
export const inspectLimitMs = 20_000;

const baseBudgetBytes = 768 * megabyte;
const budgetFactor = 5;
const mostBudgetBytes = 4095 * megabyte;
const createBaseMs = 30_000;
const createMsPerMegabyte = 500;
const runBaseMs = 15_000;
const runMsPerMegabyte = 200;

/** Memory that a model of this size may take while it is tried. */
export function budgetBytesFor(modelBytes: number): number {
  return Math.min(mostBudgetBytes, baseBudgetBytes + budgetFactor * modelBytes);
}

/** How long the creation of its session may take. */
export function createLimitMsFor(modelBytes: number): number {
  return createBaseMs + (createMsPerMegabyte * modelBytes) / megabyte;
}

/** How long one run on made-up inputs may take. */
export function runLimitMsFor(modelBytes: number): number {
  return runBaseMs + (runMsPerMegabyte * modelBytes) / megabyte;
}
