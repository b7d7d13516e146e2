import { useEffect, useRef } from 'react';
import type { EndpointStatus, RemoteSettings } from '../../client/index.ts';
import { Panel } from '../components/Panel.tsx';
import type { Change } from '../components/useChange.ts';
import { EndpointForm } from './EndpointForm.tsx';
import { builtInUrl } from './builtInUrl.ts';
import { describeEndpoint } from './describeEndpoint.ts';
import styles from './TrafficPage.module.css';

interface EndpointPanelProps {
  readonly remote: RemoteSettings | null;
  readonly endpoint: EndpointStatus | null;
  readonly onChange: Change;
}

/** The address of the endpoint, or how to begin without one. */
export function EndpointPanel({ remote, endpoint, onChange }: EndpointPanelProps) {
  const url = remote?.url;
  const box = useRef<HTMLDivElement>(null);
  const shownUrl = useRef(url);
  useEffect(() => {
    // What was pressed is gone with the form of the address before.
    if (shownUrl.current !== url && document.activeElement === document.body)
      box.current?.focus({ preventScroll: true });
    shownUrl.current = url;
  }, [url]);
  const setRemote = (next: RemoteSettings | null): void => {
    void onChange(async () => {
      await (await window.nearside).settings.update({ remote: next });
    });
  };
  return (
    <Panel
      title="Endpoint"
      note={endpoint === null ? 'none: every request stays here' : describeEndpoint(endpoint)}
    >
      <div ref={box} className={styles['form']} role="group" aria-label="Endpoint" tabIndex={-1}>
        {remote === null && (
          <div className={styles['start']}>
            <p className={styles['text']}>
              To see both sides at work without a server of your own, start with the reference endpoint that{' '}
              <code>npm start</code> serves beside this app. It runs the same models on the same machine;
              nothing is sent to it before you agree.
            </p>
            <button
              type="button"
              className="button"
              data-primary=""
              onClick={() => {
                setRemote({ url: builtInUrl() });
              }}
            >
              Start with the built-in endpoint
            </button>
          </div>
        )}
        <EndpointForm key={url} remote={remote} onSave={setRemote} />
      </div>
    </Panel>
  );
}
