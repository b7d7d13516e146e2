import type { LoadReport } from './loadReport.ts';

/** Requests of a run that were let into the queue and not put out of it for others. */
export function acceptedOf({ offered, refused }: Pick<LoadReport, 'offered' | 'refused'>): number {
  return offered - (refused['queue-full'] ?? 0);
}
