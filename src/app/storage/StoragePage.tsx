import { useState } from 'react';
import { Notice } from '../components/Notice.tsx';
import { useChange } from '../components/useChange.ts';
import { CacheCharts } from './CacheCharts.tsx';
import { CacheSettingsPanel } from './CacheSettingsPanel.tsx';
import { ErasePanel } from './ErasePanel.tsx';
import { ModelResultsPanel } from './ModelResultsPanel.tsx';
import { UsagePanel } from './UsagePanel.tsx';
import { useStorageFigures } from './useStorageFigures.ts';
import styles from './StoragePage.module.css';

/** What this app keeps on the device, how much it helps, and how to be rid of it. */
export function StoragePage() {
  const [isErased, setIsErased] = useState(false);
  const { samples, usage, settings, failure, refresh } = useStorageFigures(!isErased);
  const newest = samples.at(-1)?.stats;

  const { refused, change } = useChange(refresh);

  return (
    <>
      <p className={styles['lead']}>
        Results, models and settings stay on this device. Stored results are encrypted with a key that cannot
        be read out, not even by this page; whoever can run scripts of this site can still use it.
      </p>
      {failure !== undefined && (
        <Notice kind="error" title="The figures could not be read">
          {failure.message}
        </Notice>
      )}
      {refused !== undefined && (
        <Notice kind="error" title="That was not done">
          {refused.message}
        </Notice>
      )}
      {newest?.store.degraded !== undefined && (
        <Notice kind="warning" title="Results are not stored as they should be">
          {newest.store.degraded}
        </Notice>
      )}
      {!isErased && newest !== undefined && usage !== undefined && settings !== undefined && (
        <>
          <UsagePanel stats={newest} usage={usage} onChange={change} />
          <ModelResultsPanel stats={newest} settings={settings} onChange={change} />
          <CacheCharts samples={samples} />
          <CacheSettingsPanel settings={settings} onChange={change} />
        </>
      )}
      {!isErased && newest === undefined && failure === undefined && (
        <Notice kind="hint">Looking at what is kept…</Notice>
      )}
      <ErasePanel
        onErased={() => {
          setIsErased(true);
        }}
      />
    </>
  );
}
