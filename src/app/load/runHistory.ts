import type { LoadReport } from '../../client/index.ts';

/** A report as it is kept on this device. */
export interface LoadRecord {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly endedAt: number;
  readonly cores: number;
  readonly isIsolated: boolean;
  readonly report: LoadReport;
}

/** Where the browser lets nobody keep anything, opening it throws. */
type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

const storageKey = 'nearside-load-runs';
export const keptRuns = 20;

/** The kept runs, newest first; none where they cannot be read. */
export function readHistory(open: () => Storage): readonly LoadRecord[] {
  try {
    const kept: unknown = JSON.parse(open().getItem(storageKey) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isRecord).map(completed) : [];
  } catch {
    return [];
  }
}

/** Keeps the newest runs, fewer where the browser has no room for all. Never throws: a lost history is no reason to lose a run. */
export function writeHistory(open: () => Storage, records: readonly LoadRecord[]): void {
  for (let count = Math.min(records.length, keptRuns); count >= 0; count -= 1) {
    try {
      const storage = open();
      if (count === 0) storage.removeItem(storageKey);
      else storage.setItem(storageKey, JSON.stringify(records.slice(0, count)));
      return;
    } catch {
      // Over the quota: the oldest one goes. Where nothing may be kept, all do.
    }
  }
}

/** Reports of earlier versions did not say how many were accepted, nor why a queue refused. */
function completed(record: LoadRecord): LoadRecord {
  const { report } = record;
  const { accepted = report.offered - (report.refused['queue-full'] ?? 0), refusals = {} } =
    report as Partial<LoadReport>;
  return { ...record, report: { ...report, accepted, refusals } };
}

function isRecord(value: unknown): value is LoadRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { id, endedAt, report } = value as Partial<LoadRecord>;
  return typeof id === 'string' && typeof endedAt === 'number' && Array.isArray(report?.perSecond);
}
