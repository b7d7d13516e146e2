/** Samples from which on a percentile says more about the service than about chance. */
const samplesNeeded = { p50: 11, p90: 64, p99: 662 } as const;

export type PercentileName = keyof typeof samplesNeeded;

export const percentileNames: readonly PercentileName[] = ['p50', 'p90', 'p99'];

/** How many more samples it takes; 0 when the percentile stands. */
export function missingSamples(name: PercentileName, samples: number): number {
  return Math.max(0, samplesNeeded[name] - samples);
}

/** "needs 12 more", or undefined when the percentile stands. */
export function supportNote(name: PercentileName, samples: number): string | undefined {
  const missing = missingSamples(name, samples);
  return missing === 0 ? undefined : `needs ${String(missing)} more`;
}
