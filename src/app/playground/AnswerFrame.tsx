import type { ReactNode } from 'react';
import type { LabelScore } from '../../client/index.ts';
import { Notice } from '../components/Notice.tsx';
import { TraceDetails } from '../components/TraceDetails.tsx';
import type { AskerState } from './createLatestAsker.ts';
import styles from './Answer.module.css';

interface AnswerFrameProps {
  readonly state: AskerState;
  /** Stands where the answer will be. */
  readonly prompt: string;
  /** Said after the message when the input was refused. */
  readonly badInputAdvice?: string;
  /** Shows an answer; `best` is the first of `labels`. */
  readonly children: (best: LabelScore, labels: readonly LabelScore[]) => ReactNode;
}

/** What every answer has around it: the prompt before it, the error in its place, the trace behind it. */
export function AnswerFrame({ state, prompt, badInputAdvice, children }: AnswerFrameProps) {
  const { answer, isWaiting } = state;
  if (answer.kind === 'none') {
    return <p className={styles['empty']}>{isWaiting ? 'Waiting for the model…' : prompt}</p>;
  }
  if (answer.kind === 'failed') {
    const { code, message } = answer.failure;
    if (code === 'bad-input' && badInputAdvice !== undefined) {
      return (
        <Notice kind="hint">
          {message} {badInputAdvice}
        </Notice>
      );
    }
    return (
      <Notice kind="error" title={`No answer: ${code}`}>
        {message}
      </Notice>
    );
  }
  const best = answer.labels[0];
  if (best === undefined) return <p className={styles['empty']}>The model gave no label.</p>;
  return (
    <div className={styles['answer']}>
      {children(best, answer.labels)}
      <TraceDetails trace={answer.trace} />
    </div>
  );
}
