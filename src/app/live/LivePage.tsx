import { useState } from 'react';
import { Notice } from '../components/Notice.tsx';
import { useDocumentVisible } from '../components/useDocumentVisible.ts';
import { useFrozen } from '../components/useFrozen.ts';
import { useAppStore } from '../useAppStore.ts';
import { selectMetrics } from '../charts/timePoint.ts';
import { CostPanel } from './CostPanel.tsx';
import { EnvironmentLine } from './EnvironmentLine.tsx';
import { FigureTiles } from './FigureTiles.tsx';
import { InstancesPanel } from './InstancesPanel.tsx';
import { MetricCharts } from './MetricCharts.tsx';
import { SampleRequests } from './SampleRequests.tsx';
import { Toolbar } from './Toolbar.tsx';
import { useSilentSeconds } from './useSilentSeconds.ts';
import styles from './LivePage.module.css';

/** Silence after which the figures on the page are called old. */
const staleAfterSeconds = 5;

export function LivePage() {
  const [model, setModel] = useState<string>();
  const [isPaused, setIsPaused] = useState(false);
  const isVisible = useDocumentVisible();
  const history = useFrozen(
    useAppStore((state) => state.history),
    !isPaused && isVisible,
  );
  const silentSeconds = useSilentSeconds();
  const newest = history.at(-1);
  if (newest === undefined) {
    return <Notice kind="hint">Waiting for the first figures from the engine…</Notice>;
  }
  const metrics = selectMetrics(newest, model);
  const modelNames = Object.keys(newest.models).sort();
  return (
    <>
      <Toolbar
        modelNames={modelNames}
        model={model}
        onModel={setModel}
        isPaused={isPaused}
        onPause={setIsPaused}
      >
        <SampleRequests />
      </Toolbar>
      <EnvironmentLine environment={newest.environment} />
      {silentSeconds >= staleAfterSeconds && (
        <Notice kind="warning" title="These figures are old">
          The engine has sent none for {silentSeconds} seconds.
        </Notice>
      )}
      {metrics === undefined || metrics.requests === 0 ? (
        <div className={styles['empty']}>
          <p className={styles['emptyTitle']}>No requests yet</p>
          <p>
            Every request of this page, of other tabs and of scripts is counted here. Try something in the
            Playground, or send a few hundred sample requests to see the charts move.
          </p>
        </div>
      ) : (
        <>
          <FigureTiles metrics={metrics} />
          <MetricCharts history={history} model={model} metrics={metrics} />
        </>
      )}
      <InstancesPanel instances={newest.instances} model={model} />
      <CostPanel costs={newest.costs} model={model} />
    </>
  );
}
