import { BarList } from '../components/BarList.tsx';
import { formatShare } from '../formats/formatShare.ts';
import { AnswerFrame } from './AnswerFrame.tsx';
import type { AskerState } from './createLatestAsker.ts';
import styles from './Answer.module.css';

export function DigitAnswer({ state }: { readonly state: AskerState }) {
  return (
    <AnswerFrame state={state} prompt="Draw a figure from 0 to 9; it is read when you lift the pen.">
      {(best, labels) => (
        <>
          <p className={styles['headline']}>
            <strong className={styles['digit']}>{best.label}</strong>
            <span className={styles['score']}>{formatShare(best.score)}</span>
          </p>
          <BarList
            label="Probability of each digit"
            size="compact"
            bars={[...labels]
              .sort((one, other) => one.label.localeCompare(other.label))
              .map(({ label, score }) => ({
                key: label,
                name: label,
                share: score,
                value: formatShare(score),
                isBest: label === best.label,
              }))}
          />
        </>
      )}
    </AnswerFrame>
  );
}
