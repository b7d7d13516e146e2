import type { LoadReport } from '../../client/index.ts';

const columns = [
  'second',
  'offered',
  'completed',
  'refused',
  'p50',
  'p99',
  'queueDepth',
  'batchSize',
] as const;

/** The seconds of a run, one a row (RFC 4180); milliseconds where a percentile stands, nothing where there is none. */
export function encodeRunCsv({ perSecond }: Pick<LoadReport, 'perSecond'>): string {
  const rows = perSecond.map((second) => columns.map((column) => String(second[column] ?? '')).join(','));
  return [columns.join(','), ...rows, ''].join('\r\n');
}
