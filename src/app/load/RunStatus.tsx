import { useStore } from 'zustand';
import { formatCount } from '../formats/formatCount.ts';
import { targetName } from './describeRun.ts';
import { loadStore, type LoadState } from './loadStore.ts';

/** Says when a run begins and how it ended, not each second of it. */
export function RunStatus() {
  const text = useStore(loadStore, statusOf);
  return (
    <p role="status" className="visually-hidden">
      {text}
    </p>
  );
}

function statusOf({ activity, records, shown, failure }: LoadState): string {
  if (activity.kind !== 'idle')
    return `Running on ${activity.plan.model}, sent to ${targetName(activity.plan)}.`;
  if (failure !== undefined) return '';
  const ended = records.find(({ id }) => id === shown.at(-1));
  if (ended === undefined) return '';
  const { report } = ended;
  const rate = `${formatCount(report.throughput)} requests a second answered`;
  return `${report.isStopped ? 'Stopped' : 'Finished'}: ${rate}, ${report.valid ? 'valid' : 'not valid'}.`;
}
