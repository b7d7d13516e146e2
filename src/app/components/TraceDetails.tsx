import type { Trace } from '../../client/index.ts';
import { formatMilliseconds } from '../formats/formatMilliseconds.ts';
import { routeReason } from '../formats/routeReason.ts';
import { StageBar } from './StageBar.tsx';
import styles from './TraceDetails.module.css';

const sources: Record<Trace['source'], string> = {
  memory: 'the cache in memory',
  store: 'the stored cache',
  joined: 'an identical request under way',
  local: 'this device',
  remote: 'the remote server',
};

/** Where an answer came from and where its time went. */
export function TraceDetails({ trace }: { readonly trace: Trace }) {
  const facts = [
    ['Source', sources[trace.source]],
    ['Variant', trace.variant],
    ['Backend', trace.backend],
    ['Batch size', String(trace.batchSize)],
  ];
  const stages = [
    ['Queue', trace.queueMs],
    ['Input', trace.inputMs],
    ['Compute', trace.computeMs],
    ['Output', trace.outputMs],
    ['Total', trace.totalMs],
  ] as const;
  return (
    <details className={styles['details']}>
      <summary className={styles['summary']}>
        {`Answered in ${formatMilliseconds(trace.totalMs)} by ${sources[trace.source]}`}
      </summary>
      <div className={styles['body']}>
        <StageBar trace={trace} />
        <dl className={styles['facts']}>
          {stages.map(([name, durationMs]) => (
            <div key={name} data-stage={name.toLowerCase()}>
              <dt>{name}</dt>
              <dd>{formatMilliseconds(durationMs)}</dd>
            </div>
          ))}
        </dl>
        <dl className={styles['facts']}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          {trace.reason !== undefined && (
            <div>
              <dt>Why there</dt>
              <dd>{routeReason(trace.reason)}</dd>
            </div>
          )}
        </dl>
      </div>
    </details>
  );
}
