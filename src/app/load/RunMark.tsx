import { useStore } from 'zustand';
import { loadStore } from './loadStore.ts';
import styles from './RunMark.module.css';

/** Beside the link to the load lab: that a run goes on, whatever page is looked at. */
export function RunMark() {
  const isRunning = useStore(loadStore, ({ activity }) => activity.kind !== 'idle');
  if (!isRunning) return null;
  return (
    <span className={styles['mark']}>
      <span className="visually-hidden"> (a run goes on)</span>
    </span>
  );
}
