import { useAppStore } from '../../useAppStore.ts';
import { describeStage, shareOf } from '../describeStage.ts';
import { cancelAddition } from './additionStore.ts';
import styles from './Add.module.css';

interface AddProgressProps {
  readonly what: string;
  /** Whose progress is told, if the engine tells any. */
  readonly model?: string;
}

export function AddProgress({ what, model }: AddProgressProps) {
  const progress = useAppStore((state) => state.models.find(({ name }) => name === model)?.progress);
  return (
    <div className={styles['progress']}>
      <p role="status">{what}…</p>
      {progress === undefined ? (
        <progress className={styles['bar']} aria-label={what} />
      ) : (
        <>
          <progress className={styles['bar']} aria-label={what} value={shareOf(progress)} />
          <p className={styles['hint']}>{describeStage(progress)}</p>
        </>
      )}
      <div>
        <button type="button" className="button" onClick={cancelAddition}>
          Cancel
        </button>
      </div>
    </div>
  );
}
