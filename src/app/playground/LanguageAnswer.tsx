import { BarList } from '../components/BarList.tsx';
import { formatShare } from '../formats/formatShare.ts';
import { AnswerFrame } from './AnswerFrame.tsx';
import type { AskerState } from './createLatestAsker.ts';
import { languageName } from './languageName.ts';
import styles from './Answer.module.css';

const shownCount = 5;

export function LanguageAnswer({ state }: { readonly state: AskerState }) {
  return (
    <AnswerFrame
      state={state}
      prompt="The language of what you write appears here."
      badInputAdvice="Add a word, in any script."
    >
      {(best, labels) => (
        <>
          <p className={styles['headline']}>
            <strong className={styles['name']}>{languageName(best.label)}</strong>
            <span className={styles['score']}>{formatShare(best.score)}</span>
          </p>
          <BarList
            label="Most probable languages"
            bars={labels.slice(0, shownCount).map(({ label, score }, index) => ({
              key: label,
              name: languageName(label),
              detail: label,
              share: score,
              value: formatShare(score),
              isBest: index === 0,
            }))}
          />
        </>
      )}
    </AnswerFrame>
  );
}
