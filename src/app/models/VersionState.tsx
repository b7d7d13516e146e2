import type { VersionStatus } from '../../client/index.ts';
import { describeStage, shareOf } from './describeStage.ts';
import styles from './Models.module.css';

const states: Readonly<Record<VersionStatus['state'], string>> = {
  available: 'Not loaded',
  loading: 'Loading',
  serving: 'Serves',
  warm: 'Kept warm',
  draining: 'Finishing its work',
  failed: 'Failed',
};

/** What a version of a model is doing here, how far its load is, and why it failed. */
export function VersionState({ version: { version, state, progress, error } }: { version: VersionStatus }) {
  return (
    <>
      {progress === undefined ? states[state] : describeStage(progress)}
      {progress !== undefined && (
        <progress
          className={styles['progress']}
          value={shareOf(progress)}
          aria-label={`Loading version ${version}`}
        />
      )}
      {error !== undefined && <span className={styles['task']}>{error.message}</span>}
    </>
  );
}
