import { useStore } from 'zustand';
import { formatCount } from '../formats/formatCount.ts';
import { sampleStore, sendSampleRequests } from './sampleRequests.ts';
import styles from './SampleRequests.module.css';

/** A button that gives a first visitor something to look at. */
export function SampleRequests() {
  const { kind, settledCount, totalCount } = useStore(sampleStore);
  return (
    <>
      <button
        type="button"
        className="button"
        data-primary=""
        disabled={kind === 'sending'}
        onClick={() => void sendSampleRequests()}
      >
        Send sample requests
      </button>
      {kind !== 'idle' && (
        <span className={styles['count']}>
          {formatCount(settledCount)} of {formatCount(totalCount)} settled
        </span>
      )}
    </>
  );
}
