import type { ReactNode } from 'react';
import type { Trace } from '../../../client/index.ts';
import { Notice } from '../../components/Notice.tsx';
import { TraceDetails } from '../../components/TraceDetails.tsx';
import type { Run } from './useRun.ts';
import styles from './Try.module.css';

interface RunOutcomeProps<Result> {
  readonly run: Run<Result>;
  readonly traceOf: (result: Result) => Trace;
  readonly children: (result: Result) => ReactNode;
}

/** The outcome of a run, its state announced in a word, its timings below. */
export function RunOutcome<Result>({ run, traceOf, children }: RunOutcomeProps<Result>) {
  return (
    <div className={styles['outcome']}>
      <p role="status" className={run.kind === 'running' ? styles['hint'] : 'visually-hidden'}>
        {run.kind === 'running' && 'Running…'}
        {run.kind === 'done' && 'The answer is there.'}
      </p>
      {run.kind === 'failed' && (
        <Notice kind="error" title={`No answer: ${run.failure.code}`}>
          {run.failure.message}
        </Notice>
      )}
      {run.kind === 'done' && (
        <>
          {children(run.result)}
          <TraceDetails trace={traceOf(run.result)} />
        </>
      )}
    </div>
  );
}
