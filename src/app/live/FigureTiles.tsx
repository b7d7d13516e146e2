import type { ModelMetrics } from '../../client/index.ts';
import { formatCount } from '../formats/formatCount.ts';
import { formatCounted } from '../formats/formatCounted.ts';
import { formatMilliseconds } from '../formats/formatMilliseconds.ts';
import { formatShare } from '../formats/formatShare.ts';
import { percentileNames, supportNote } from './percentileSupport.ts';
import styles from './FigureTiles.module.css';

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly note: string;
  readonly isEarly?: boolean;
}

export function FigureTiles({ metrics }: { readonly metrics: ModelMetrics }) {
  return (
    <dl className={styles['tiles']}>
      {figuresOf(metrics).map(({ name, value, note, isEarly = false }) => (
        <div
          key={name}
          className={styles['tile']}
          data-early={isEarly}
          title={isEarly ? `${note} samples` : undefined}
        >
          <dt>{name}</dt>
          <dd className={styles['value']}>{value}</dd>
          <dd className={styles['note']}>{note}</dd>
        </div>
      ))}
    </dl>
  );
}

function figuresOf(metrics: ModelMetrics): readonly Figure[] {
  const { latencyMs, requests, inferences, executions, sources, tokens, paddingTokens } = metrics;
  const errors = Object.values(metrics.errors).reduce((sum, count) => sum + count, 0);
  const cached = (sources['memory'] ?? 0) + (sources['store'] ?? 0) + (sources['joined'] ?? 0);
  return [
    {
      name: 'Requests/s',
      value: formatCount(metrics.requestsPerSecond),
      note: `${formatCount(requests)} in all`,
    },
    {
      name: 'Inferences/s',
      value: formatCount(metrics.inferencesPerSecond),
      note: `${formatCount(inferences)} in all`,
    },
    ...percentileNames.map((percentile): Figure => {
      const note = latencyMs.samples === 0 ? undefined : supportNote(percentile, latencyMs.samples);
      return {
        name: `Latency ${percentile}`,
        value: formatMilliseconds(latencyMs[percentile]),
        note:
          note ??
          (latencyMs.samples === 0 ? 'none in the last 10 s' : `of ${formatCount(latencyMs.samples)}`),
        isEarly: note !== undefined,
      };
    }),
    {
      name: 'Rows a batch',
      value: executions === 0 ? '–' : formatCount(inferences / executions),
      note: formatCounted(executions, 'execution'),
    },
    ...(tokens === 0
      ? []
      : [
          {
            name: 'Padding',
            value: formatShare(paddingTokens / (tokens + paddingTokens)),
            note: `of ${formatCount(tokens + paddingTokens)} tokens`,
          },
        ]),
    {
      name: 'Queued',
      value: formatCount(metrics.queueDepth),
      note: `${formatCount(metrics.inFlight)} in flight`,
    },
    {
      name: 'From cache',
      value: requests === 0 ? '–' : formatShare(cached / requests),
      note: formatCounted(cached, 'answer'),
    },
    { name: 'Errors', value: formatCount(errors), note: 'since the start' },
  ];
}
