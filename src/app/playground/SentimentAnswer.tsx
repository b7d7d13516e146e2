import { BarList } from '../components/BarList.tsx';
import { formatShare } from '../formats/formatShare.ts';
import { AnswerFrame } from './AnswerFrame.tsx';
import type { AskerState } from './createLatestAsker.ts';
import { sentimentName } from './sentimentName.ts';
import styles from './Answer.module.css';

export function SentimentAnswer({ state }: { readonly state: AskerState }) {
  return (
    <AnswerFrame
      state={state}
      prompt="Whether what you write praises or complains appears here."
      badInputAdvice="Add a word."
    >
      {(best, labels) => (
        <>
          <p className={styles['headline']}>
            <strong className={styles['name']}>{sentimentName(best.label)}</strong>
            <span className={styles['score']}>{formatShare(best.score)}</span>
          </p>
          <BarList
            label="Praise and complaint"
            size="short"
            bars={[...labels]
              .sort((one, other) => other.label.localeCompare(one.label))
              .map(({ label, score }) => ({
                key: label,
                name: sentimentName(label),
                share: score,
                value: formatShare(score),
                isBest: label === best.label,
              }))}
          />
          <p className={styles['remark']}>
            Learned from short English reviews of products; there is no “neutral”, and other text gets an
            answer all the same.
          </p>
        </>
      )}
    </AnswerFrame>
  );
}
