import { useSyncExternalStore } from 'react';
import { Notice } from '../components/Notice.tsx';
import { useAppStore } from '../useAppStore.ts';
import { AddPanel } from './add/AddPanel.tsx';
import { ModelDetails } from './ModelDetails.tsx';
import { readModelLink } from './modelLink.ts';
import { ModelTable } from './ModelTable.tsx';
import styles from './Models.module.css';

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => {
    window.removeEventListener('hashchange', listener);
  };
}

/** The models of this device: their state, what is known of each, and a way to try them. */
export function ModelsPage() {
  const selected = useSyncExternalStore(subscribe, () => readModelLink(window.location.hash));
  const models = useAppStore((state) => state.models);
  const shown = models.find(({ name }) => name === selected);
  return (
    <>
      <p className={styles['lead']}>
        Models run in workers of this tab. Their files are kept on this device once they were loaded.
      </p>
      <AddPanel />
      <ModelTable selected={selected} />
      {shown !== undefined && <ModelDetails key={shown.name} status={shown} />}
      {shown === undefined && selected !== undefined && models.length > 0 && (
        <Notice kind="warning" title={`There is no model ${JSON.stringify(selected)}`}>
          It may have been removed, or the link is of another device.
        </Notice>
      )}
    </>
  );
}
