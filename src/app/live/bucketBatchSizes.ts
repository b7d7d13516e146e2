import type { DistributionBar } from '../charts/distributionBar.ts';

/** More bars than this would be too thin to tell apart. */
const maxBars = 12;

/** Executions by batch size; in ranges that double ("5–8") when there are many sizes. */
export function bucketBatchSizes(batchSizes: Readonly<Record<number, number>>): readonly DistributionBar[] {
  const entries = Object.entries(batchSizes)
    .map(([size, executions]) => ({ size: Number(size), executions }))
    .sort((one, other) => one.size - other.size);
  if (entries.length <= maxBars) {
    return entries.map(({ size, executions }) => ({ name: String(size), count: executions }));
  }
  const bars = new Map<string, number>();
  for (const { size, executions } of entries) {
    const name = rangeOf(size);
    bars.set(name, (bars.get(name) ?? 0) + executions);
  }
  return [...bars].map(([name, count]) => ({ name, count }));
}

function rangeOf(size: number): string {
  const last = 2 ** Math.ceil(Math.log2(size));
  const first = last / 2 + 1;
  return first >= last ? String(last) : `${String(first)}–${String(last)}`;
}
