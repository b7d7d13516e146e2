import type { JobOutput } from '../ports.ts';

/** Whose result it is, for clearing. */
export interface ResultTag {
  readonly model: string;
  readonly partition: string | undefined;
  /** The model bytes and the pre-processing that made it: another one never meets it. */
  readonly generation: string;
}

/** A result as it is kept, with an echo of what it answers. */
export interface CachedResult {
  /** Signature of the request, as {@link signContext} and {@link signInputs} make it: whoever reads a result compares it. */
  readonly signature: string;
  readonly tag: ResultTag;
  /** The wanted outputs by rising index. */
  readonly outputs: readonly JobOutput[];
  /** Rows in the execution that made it. */
  readonly batchSize: number;
  /** What a hit saves: this result's share of its execution. */
  readonly costMs: number;
  readonly createdAt: number;
}

/** Which results to clear: those of a model, of a partition, of both, or all. */
export interface CacheFilter {
  readonly model?: string;
  readonly partition?: string;
}

export function matchesFilter(
  { model, partition }: Pick<ResultTag, 'model' | 'partition'>,
  filter: CacheFilter,
): boolean {
  return (
    (filter.model === undefined || filter.model === model) &&
    (filter.partition === undefined || filter.partition === partition)
  );
}

/** Whether a result is too old; a clock that was set back makes it so too. */
export function hasExpired(createdAt: number, now: number, ttlMs: number | null): boolean {
  return ttlMs !== null && (now - createdAt > ttlMs || createdAt > now + clockSlackMs);
}

const clockSlackMs = 1000;

// Key, signature, map and heap entries, as V8 keeps them, roughly.
const overheadBytes = 320;
const stringOverheadBytes = 24;

/** What a result takes in memory. */
export function sizeOfResult({ outputs }: Pick<CachedResult, 'outputs'>): number {
  return outputs.reduce((sum, output) => sum + sizeOfOutput(output), overheadBytes);
}

function sizeOfOutput({ data }: JobOutput): number {
  if (ArrayBuffer.isView(data)) return data.byteLength + stringOverheadBytes;
  return data.reduce((sum, text) => sum + 2 * text.length + stringOverheadBytes, 0);
}
