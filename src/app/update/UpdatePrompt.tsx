import { useStore } from 'zustand';
import { batchStore } from '../files/batchStore.ts';
import { loadStore } from '../load/loadStore.ts';
import { useAppStore } from '../useAppStore.ts';
import { isAtWork } from './isAtWork.ts';
import { putUpdateOff, updateStore } from './updateStore.ts';
import styles from './UpdatePrompt.module.css';

/** Offers another build once nothing goes on that loading it would break off. */
export function UpdatePrompt() {
  const update = useStore(updateStore);
  const load = useStore(loadStore, ({ activity }) => activity.kind);
  const batch = useStore(batchStore, ({ kind }) => kind);
  const isHeldBack = useAppStore(({ history }) => isAtWork({ newest: history.at(-1), load, batch }));
  const isOffered = update.kind === 'ready' && !isHeldBack;
  return (
    <div aria-live="polite">
      {isOffered && (
        <div className={styles['prompt']}>
          <p>A new version of Nearside is ready.</p>
          <div className={styles['actions']}>
            <button type="button" className="button" data-primary onClick={update.apply}>
              Reload now
            </button>
            <button type="button" className="button" onClick={putUpdateOff}>
              Later
            </button>
          </div>
        </div>
      )}
    </div>
  );
}
