import { useStore } from 'zustand';
import type { LoadReport } from '../../client/index.ts';
import { Notice } from '../components/Notice.tsx';
import { Panel } from '../components/Panel.tsx';
import { InstancesPanel } from '../live/InstancesPanel.tsx';
import { useAppStore } from '../useAppStore.ts';
import { describePlan, targetName } from './describeRun.ts';
import { loadStore, type LoadActivity } from './loadStore.ts';
import { RefusalsPanel } from './RefusalsPanel.tsx';
import { RunCharts } from './RunCharts.tsx';
import { RunFigures } from './RunFigures.tsx';
import styles from './LiveRun.module.css';

interface LiveRunProps {
  readonly activity: Exclude<LoadActivity, { kind: 'idle' }>;
}

/** A run in progress, drawn anew each second. */
export function LiveRun({ activity }: LiveRunProps) {
  const live = useStore(loadStore, (state) => state.live);
  const { plan } = activity;
  const told = activity.kind === 'running' ? activity.toldSeconds : 0;
  const share = Math.min(1, told / plan.seconds);
  return (
    <>
      <Panel
        title={`Running on ${plan.model}`}
        note={`${describePlan(plan)}, ${targetName(plan)}`}
        headingId="load-running"
      >
        <div
          className={styles['track']}
          role="progressbar"
          aria-label="Time of the run"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.floor(share * 100)}
        >
          <span className={styles['fill']} style={{ inlineSize: `${String(share * 100)}%` }} />
        </div>
        {live === undefined ? (
          <p className={styles['waiting']}>Getting ready. The first figures come after a second.</p>
        ) : (
          <RunFigures report={live} />
        )}
      </Panel>
      {live !== undefined && <LivePanels report={live} />}
    </>
  );
}

function LivePanels({ report }: { readonly report: LoadReport }) {
  const instances = useAppStore((state) => state.history.at(-1)?.instances);
  const hasRefusals = Object.keys(report.refused).length > 0;
  return (
    <>
      <RunCharts report={report} isLive />
      {hasRefusals && <RefusalsPanel report={report} />}
      {report.plan.target === 'naive' ? (
        <Notice kind="hint">The naive page has one worker of its own; Nearside rests meanwhile.</Notice>
      ) : (
        <InstancesPanel instances={instances ?? []} model={report.plan.model} />
      )}
    </>
  );
}
