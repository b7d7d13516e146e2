import { BarList, type Bar } from '../components/BarList.tsx';
import { Panel } from '../components/Panel.tsx';
import type { ModelMetrics } from '../../client/index.ts';
import { formatCount } from '../formats/formatCount.ts';
import { formatCounted } from '../formats/formatCounted.ts';
import { splitErrors } from '../formats/splitErrors.ts';
import styles from './CountsPanel.module.css';

interface CountsPanelProps {
  readonly sources: Readonly<Record<string, number>>;
  readonly errors: ModelMetrics['errors'];
  readonly refusals: ModelMetrics['refusals'];
  readonly aborted: number;
}

const sourceNames: Readonly<Record<string, string>> = {
  memory: 'Memory cache',
  store: 'Stored cache',
  joined: 'Joined',
  local: 'This device',
  remote: 'Remote server',
};

/** Counters since the start: where answers came from, and why there was none. */
export function CountsPanel({ sources, errors, refusals, aborted }: CountsPanelProps) {
  const sourceBars = barsOf(sources, (source) => sourceNames[source] ?? source);
  const errorCounts = splitErrors(errors, refusals).map(({ name, code, count }) => [
    name === code ? code : `${code}: ${name}`,
    count,
  ]);
  const errorBars = barsOf(Object.fromEntries(errorCounts) as Record<string, number>, (name) => name);
  return (
    <Panel title="Answers and errors" note="since the start">
      <h3 className={styles['subtitle']}>Answered by</h3>
      {sourceBars.length === 0 ? (
        <p className={styles['none']}>No answers.</p>
      ) : (
        <BarList label="Answers by source" bars={sourceBars} />
      )}
      <h3 className={styles['subtitle']}>Errors by code</h3>
      {errorBars.length === 0 ? (
        <p className={styles['none']}>No errors.</p>
      ) : (
        <BarList label="Errors by code" bars={errorBars} />
      )}
      {aborted > 0 && (
        <p className={styles['none']}>{formatCounted(aborted, 'request')} called off by whoever asked.</p>
      )}
    </Panel>
  );
}

function barsOf(counts: Readonly<Record<string, number>>, nameOf: (key: string) => string): readonly Bar[] {
  const entries = Object.entries(counts).filter(([, count]) => count > 0);
  const total = entries.reduce((sum, [, count]) => sum + count, 0);
  return entries
    .sort(([, one], [, other]) => other - one)
    .map(([key, count]) => ({ key, name: nameOf(key), share: count / total, value: formatCount(count) }));
}
