import { BarList } from '../components/BarList.tsx';
import { Notice } from '../components/Notice.tsx';
import { TraceDetails } from '../components/TraceDetails.tsx';
import { formatShare } from '../formats/formatShare.ts';
import type { AskerState } from './createLatestAsker.ts';
import styles from './Answer.module.css';

export function DigitAnswer({ state: { answer, isWaiting } }: { readonly state: AskerState }) {
  if (answer.kind === 'none') {
    const prompt = isWaiting
      ? 'Waiting for the model…'
      : 'Draw a figure from 0 to 9; it is read when you lift the pen.';
    return <p className={styles['empty']}>{prompt}</p>;
  }
  if (answer.kind === 'failed') {
    return (
      <Notice kind="error" title={`No answer: ${answer.failure.code}`}>
        {answer.failure.message}
      </Notice>
    );
  }
  const best = answer.labels[0];
  if (best === undefined) return <p className={styles['empty']}>The model gave no label.</p>;
  const bars = [...answer.labels]
    .sort((one, other) => one.label.localeCompare(other.label))
    .map(({ label, score }) => ({
      key: label,
      name: label,
      share: score,
      value: formatShare(score),
      isBest: label === best.label,
    }));
  return (
    <div className={styles['answer']}>
      <p className={styles['headline']}>
        <strong className={styles['digit']}>{best.label}</strong>
        <span className={styles['score']}>{formatShare(best.score)}</span>
      </p>
      <BarList label="Probability of each digit" bars={bars} size="compact" />
      <TraceDetails trace={answer.trace} />
    </div>
  );
}
