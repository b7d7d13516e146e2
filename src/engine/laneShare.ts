/** Of the memory tier; for so many lanes that there are hardly ever more. */
const share = 1 / 8;
const maxBytes = 2 * 2 ** 20;
const maxLanes = 8;

/** What the pages' lanes may remember together, out of what the settings give to memory. */
export function lanesShareBytes(memoryBytes: number): number {
  return Math.min(maxBytes, Math.floor(memoryBytes * share));
}

/** What the requests that come most often may take beside the results, to be asked again after a change of their model. */
export function inputsShareBytes(memoryBytes: number): number {
  return Math.min(2 * maxBytes, Math.floor(memoryBytes * share));
}

/** What one lane may remember. */
export function laneBytes(memoryBytes: number): number {
  return Math.floor(lanesShareBytes(memoryBytes) / maxLanes);
}
