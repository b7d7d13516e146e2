import { useEffect } from 'react';
import { useStore } from 'zustand';
import { Notice } from '../components/Notice.tsx';
import { Comparison } from './Comparison.tsx';
import { HistoryPanel } from './HistoryPanel.tsx';
import { LiveRun } from './LiveRun.tsx';
import { loadStore, noteLeaving } from './loadStore.ts';
import { PlanPanel } from './PlanPanel.tsx';
import { RunReport } from './RunReport.tsx';
import { RunStatus } from './RunStatus.tsx';
import { useDraftLink } from './useDraftLink.ts';
import styles from './LoadPage.module.css';

export function LoadPage() {
  useDraftLink();
  useEffect(() => noteLeaving, []);
  const { activity, failure, records, shown, wasLeft } = useStore(loadStore);
  const shownRecords = shown.flatMap((id) => records.find((record) => record.id === id) ?? []);
  const [first, second] = shownRecords;
  return (
    <>
      <p className={styles['lead']}>
        Sends made-up inputs to a model at a pace of your choice and measures what becomes of them. They take
        the way of all requests: <a href="#/traffic">Traffic</a> says which side answers.
      </p>
      <PlanPanel />
      <RunStatus />
      {failure !== undefined && (
        <Notice kind="error" title="The run could not go on">
          {failure.message}
        </Notice>
      )}
      {wasLeft && (
        <Notice kind="hint">
          {activity.kind === 'idle'
            ? 'The run went on while you looked at another page, and has ended.'
            : 'The run goes on: it did not stop while you looked at another page.'}
        </Notice>
      )}
      {activity.kind === 'idle' ? null : <LiveRun activity={activity} />}
      {first !== undefined && second !== undefined && <Comparison one={first} other={second} />}
      {first !== undefined && second === undefined && <RunReport key={first.id} record={first} />}
      <HistoryPanel records={records} shown={shown} />
    </>
  );
}
