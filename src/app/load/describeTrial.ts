import type { PeakTrial } from '../../client/index.ts';
import { peakTolerance } from '../../core/load/peakSearch.ts';

/** Whether a rate of a search was met, and what kept it from that. Runs kept by earlier versions do not say how latency grew. */
export function describeTrial({ met, inTimeShare, latencyGrowth, isConfirming }: PeakTrial): string {
  const how = (isConfirming as boolean | undefined) === true ? ', in a longer run' : '';
  if (met) return `met${how}`;
  const isGrowing =
    inTimeShare >= 0.99 && ((latencyGrowth as number | null | undefined) ?? 0) > peakTolerance;
  return `${isGrowing ? 'the queue grew' : 'missed'}${how}`;
}
