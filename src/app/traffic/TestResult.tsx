import type { RemoteVerdict } from '../../client/index.ts';
import { Notice } from '../components/Notice.tsx';
import { describeVerdict } from './describeVerdict.ts';
import { DifferencesTable } from './DifferencesTable.tsx';
import styles from './TrafficPage.module.css';

export type TestState =
  | { readonly kind: 'none' }
  | { readonly kind: 'running' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'done'; readonly verdict: RemoteVerdict };

/** What the connection test found, announced when it is there. */
export function TestResult({ test }: { readonly test: TestState }) {
  return (
    <div role="status" className={styles['status']}>
      {test.kind === 'running' && <p className={styles['text']}>Asking the endpoint…</p>}
      {test.kind === 'failed' && (
        <Notice kind="warning" title="This address cannot be tested">
          {test.message}
        </Notice>
      )}
      {test.kind === 'done' && <Verdict verdict={test.verdict} />}
    </div>
  );
}

function Verdict({ verdict }: { readonly verdict: RemoteVerdict }) {
  const { title, details } = describeVerdict(verdict);
  return (
    <Notice kind={verdict.kind === 'ok' ? 'hint' : 'warning'} title={title}>
      <p>{verdict.message}</p>
      {details.map((detail) => (
        <p key={detail}>{detail}</p>
      ))}
      {verdict.kind === 'other-shapes' && (
        <DifferencesTable model={verdict.model} differences={verdict.differences} />
      )}
    </Notice>
  );
}
