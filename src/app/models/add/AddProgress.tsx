import type { LoadProgress } from '../../../client/index.ts';
import { describeStage, shareOf } from '../describeStage.ts';
import { cancelAddition } from './additionStore.ts';
import styles from './Add.module.css';

interface AddProgressProps {
  readonly what: string;
  readonly progress?: LoadProgress | undefined;
}

export function AddProgress({ what, progress }: AddProgressProps) {
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
