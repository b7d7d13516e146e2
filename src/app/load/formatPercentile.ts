import type { LoadReport } from '../../client/index.ts';
import { formatMilliseconds } from '../formats/formatMilliseconds.ts';
import { supportNote, type PercentileName } from '../live/percentileSupport.ts';

/** A percentile of a run, with a word on it where too few samples stand behind it. */
export function formatPercentile(name: PercentileName, latencyMs: LoadReport['latencyMs']): string {
  const { [name]: value, samples } = latencyMs;
  const missing = value === null ? undefined : supportNote(name, samples);
  return `${formatMilliseconds(value)}${missing === undefined ? '' : ` (${missing})`}`;
}
