import type { LoadProgress, LoadStage } from '../../client/index.ts';
import { formatBytes } from '../formats/formatBytes.ts';

const stages: Record<LoadStage, string> = {
  download: 'Downloading',
  verify: 'Verifying',
  create: 'Creating session',
  warm: 'Warming up',
};

const starts: Record<LoadStage, number> = { download: 0, verify: 0.8, create: 0.85, warm: 0.95 };

/** The stage of a load in words; the download with its bytes. */
export function describeStage({ stage, loadedBytes, totalBytes }: LoadProgress): string {
  if (stage !== 'download' || totalBytes === 0) return stages[stage];
  return `${stages[stage]} ${formatBytes(loadedBytes)} of ${formatBytes(totalBytes)}`;
}

/** The download fills four fifths of the bar and each later stage its part of the rest. */
export function shareOf({ stage, loadedBytes, totalBytes }: LoadProgress): number {
  const part = totalBytes === 0 ? 0 : Math.min(loadedBytes / totalBytes, 1);
  return starts[stage] + (stage === 'download' ? part * 0.8 : 0);
}
