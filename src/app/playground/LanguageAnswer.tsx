import { BarList } from '../components/BarList.tsx';
import { Notice } from '../components/Notice.tsx';
import { TraceDetails } from '../components/TraceDetails.tsx';
import { formatShare } from '../formats/formatShare.ts';
import type { AskerState } from './createLatestAsker.ts';
import { languageName } from './languageName.ts';
import styles from './Answer.module.css';

const shownCount = 5;

export function LanguageAnswer({ state: { answer, isWaiting } }: { readonly state: AskerState }) {
  if (answer.kind === 'none') {
    const prompt = isWaiting ? 'Waiting for the model…' : 'The language of what you write appears here.';
    return <p className={styles['empty']}>{prompt}</p>;
  }
  if (answer.kind === 'failed') {
    const { code, message } = answer.failure;
    if (code === 'bad-input') return <Notice kind="hint">{message} Add a word, in any script.</Notice>;
    return (
      <Notice kind="error" title={`No answer: ${code}`}>
        {message}
      </Notice>
    );
  }
  const best = answer.labels[0];
  if (best === undefined) return <p className={styles['empty']}>The model gave no label.</p>;
  const bars = answer.labels.slice(0, shownCount).map(({ label, score }, index) => ({
    key: label,
    name: languageName(label),
    detail: label,
    share: score,
    value: formatShare(score),
    isBest: index === 0,
  }));
  return (
    <div className={styles['answer']}>
      <p className={styles['headline']}>
        <strong className={styles['name']}>{languageName(best.label)}</strong>
        <span className={styles['score']}>{formatShare(best.score)}</span>
      </p>
      <BarList label="Most probable languages" bars={bars} />
      <TraceDetails trace={answer.trace} />
    </div>
  );
}
