import type { RoutingStatus } from '../../client/index.ts';
import { BarList } from '../components/BarList.tsx';
import { FigureList } from '../components/FigureList.tsx';
import { Panel } from '../components/Panel.tsx';
import { formatBytes } from '../formats/formatBytes.ts';
import { formatCount } from '../formats/formatCount.ts';
import { formatCounted } from '../formats/formatCounted.ts';
import { routeReason } from '../formats/routeReason.ts';
import { sumCounters } from './sumCounters.ts';
import styles from './TrafficPage.module.css';

/** Fallbacks, hedges, retries and bytes since the start. */
export function CountersPanel({ status }: { readonly status: RoutingStatus }) {
  const { fallbacks, hedges, retries, calls, requests, sentBytes, receivedBytes } = sumCounters(status);
  const most = Math.max(1, ...fallbacks.map(({ count }) => count));
  return (
    <div className={styles['charts']}>
      <Panel title="Fallbacks" note="answered by the other side, since the start">
        {fallbacks.length === 0 ? (
          <p className={styles['text']}>None: no side had to stand in for the other.</p>
        ) : (
          <BarList
            label="Fallbacks by reason"
            bars={fallbacks.map(({ side, reason, count }) => ({
              key: `${side} ${reason}`,
              name: `${side === 'local' ? 'Here' : 'Endpoint'}: ${routeReason(reason)}`,
              share: count / most,
              value: formatCount(count),
            }))}
          />
        )}
      </Panel>
      <Panel title="Calls" note="to the endpoint, since the start">
        <FigureList
          figures={[
            { name: 'Calls', value: formatCount(calls), note: `for ${formatCounted(requests, 'request')}` },
            { name: 'Sent', value: formatBytes(sentBytes), note: 'bodies of calls' },
            { name: 'Received', value: formatBytes(receivedBytes), note: 'bodies of answers' },
            {
              name: 'Hedges won',
              value: formatCount(hedges.won),
              note: `of ${formatCount(hedges.started)} started`,
            },
            {
              name: 'Hedges lost',
              value: formatCount(hedges.lost),
              note: `${formatCount(hedges.budget)} over budget`,
            },
            {
              name: 'Retries',
              value: formatCount(retries.made),
              note: `${formatCount(retries.budget)} over budget`,
            },
          ]}
        />
      </Panel>
    </div>
  );
}
