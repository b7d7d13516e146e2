import type { BreakerState, BreakerStatus, RoutingStatus } from '../../client/index.ts';
import { Panel } from '../components/Panel.tsx';
import { formatCounted } from '../formats/formatCounted.ts';
import { formatMilliseconds } from '../formats/formatMilliseconds.ts';
import { breakerEvents } from './breakerEvents.ts';
import { TableFrame } from '../components/TableFrame.tsx';
import styles from './TrafficPage.module.css';

const names: Readonly<Record<BreakerState, string>> = {
  closed: 'Closed: calls go through',
  open: 'Open: nothing is sent',
  'half-open': 'Half open: one call probes',
};

const shownEvents = 12;

/** A breaker for each model keeps calls from an endpoint that fails; its state now and how it changed. */
export function BreakerPanel({ status }: { readonly status: RoutingStatus }) {
  const events = breakerEvents(status).slice(0, shownEvents);
  return (
    <Panel title="Breaker" note="opens for a while when half of the calls of ten seconds fail or are slow">
      <TableFrame label="Breaker by model">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">State</th>
              <th scope="col" className="number">
                Calls in 10 s
              </th>
              <th scope="col" className="number">
                Failed
              </th>
              <th scope="col" className="number">
                Slow
              </th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(status.models).map(([name, { breaker }]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>
                  <span className={styles['state']} data-state={breaker.state}>
                    {names[breaker.state]}
                  </span>
                  {describeWait(breaker, status.at)}
                </td>
                <td className="number">{breaker.calls}</td>
                <td className="number">{breaker.failures}</td>
                <td className="number">{breaker.slow}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
      <h3 className={styles['subtitle']}>Changes</h3>
      {events.length === 0 ? (
        <p className={styles['text']}>None: every breaker has been closed from the start.</p>
      ) : (
        <ol className={styles['events']} aria-label="Changes of the breakers, newest first">
          {events.map(({ at, model, state, why }) => (
            <li key={`${model} ${String(at)} ${state}`}>
              <time dateTime={new Date(at).toISOString()}>{new Date(at).toLocaleTimeString()}</time>
              <span className={styles['state']} data-state={state}>
                {state}
              </span>
              <span>
                {model}: {why}
              </span>
            </li>
          ))}
        </ol>
      )}
      {events.length > 0 && (
        <p className={styles['text']}>{formatCounted(events.length, 'change')} shown, newest first.</p>
      )}
    </Panel>
  );
}

function describeWait({ state, opensUntil }: BreakerStatus, at: number): string {
  if (state !== 'open' || opensUntil === null) return '';
  return `, probed in ${formatMilliseconds(Math.max(0, opensUntil - at))}`;
}
