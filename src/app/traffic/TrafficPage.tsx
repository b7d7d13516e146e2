import { Notice } from '../components/Notice.tsx';
import { useChange } from '../components/useChange.ts';
import { BreakerPanel } from './BreakerPanel.tsx';
import { ConsentPanel } from './ConsentPanel.tsx';
import { CountersPanel } from './CountersPanel.tsx';
import { EndpointPanel } from './EndpointPanel.tsx';
import { ModePanel } from './ModePanel.tsx';
import { PredictionsPanel } from './PredictionsPanel.tsx';
import { SplitPanels } from './SplitPanels.tsx';
import { useRoutingFigures } from './useRoutingFigures.ts';
import { VersionSharesPanel } from './versions/VersionSharesPanel.tsx';
import styles from './TrafficPage.module.css';

/** Where requests are answered: on this device, at an endpoint that the person agreed to, or from the cache. */
export function TrafficPage() {
  const { samples, failure, refresh } = useRoutingFigures();
  const newest = samples.at(-1);

  const { refused, change } = useChange(refresh);

  if (newest === undefined) {
    return failure === undefined ? (
      <Notice kind="hint">Looking at the routes…</Notice>
    ) : (
      <Notice kind="error" title="The figures could not be read">
        {failure.message}
      </Notice>
    );
  }
  const { status, settings } = newest;
  return (
    <>
      <p className={styles['lead']}>
        Requests are answered on this device. A server that speaks the Open Inference Protocol can stand
        beside it, for what is too much here, once you have agreed to send it inputs.
      </p>
      {failure !== undefined && (
        <Notice kind="warning" title="These figures are old">
          {failure.message}
        </Notice>
      )}
      {refused !== undefined && (
        <Notice kind="error" title="That was not done">
          {refused.message}
        </Notice>
      )}
      <EndpointPanel remote={settings.remote} endpoint={status.endpoint} onChange={change} />
      {status.endpoint !== null && <ConsentPanel endpoint={status.endpoint} onChange={change} />}
      <ModePanel status={status} settings={settings} onChange={change} />
      <SplitPanels samples={samples} />
      <VersionSharesPanel status={status} />
      {status.endpoint?.hasConsent === true && (
        <>
          <PredictionsPanel status={status} />
          <BreakerPanel status={status} />
          <CountersPanel status={status} />
        </>
      )}
    </>
  );
}
