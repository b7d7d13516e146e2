import type { PeakTrial } from '../../client/index.ts';

const sloShare = 0.99;

/** Whether a rate of a search was met, and what kept it from that; with enough in time, that is a queue that grew. */
export function describeTrial({ met, inTimeShare, isConfirming }: PeakTrial): string {
  const verdict = inTimeShare >= sloShare ? 'the queue grew' : 'missed';
  return `${met ? 'met' : verdict}${isConfirming ? ', in a longer run' : ''}`;
}
