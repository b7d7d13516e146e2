import type { EndpointStatus } from '../../client/index.ts';
import { Notice } from '../components/Notice.tsx';
import { Panel } from '../components/Panel.tsx';
import type { Change } from '../components/useChange.ts';
import styles from './TrafficPage.module.css';

interface ConsentPanelProps {
  readonly endpoint: EndpointStatus;
  readonly onChange: Change;
}

/** Whether inputs may leave for the endpoint, what would be sent, and one button to change it. */
export function ConsentPanel({ endpoint: { host, hasConsent, hasToken }, onChange }: ConsentPanelProps) {
  function setConsent(remoteConsent: boolean): void {
    void onChange(async () => {
      await (await window.nearside).settings.update({ remoteConsent });
    });
  }
  return (
    <Panel title="Consent">
      <div role="status">
        {hasConsent ? (
          <Notice
            kind="warning"
            title={`Inputs may be sent to ${host}`}
            action={
              <button
                type="button"
                className="button"
                onClick={() => {
                  setConsent(false);
                }}
              >
                Withdraw
              </button>
            }
          >
            Withdrawing takes effect at once: calls under way are broken off and nothing more is sent.
          </Notice>
        ) : (
          <Notice
            kind="hint"
            title={`Nothing is sent to ${host}`}
            action={
              <button
                type="button"
                className="button"
                data-primary=""
                onClick={() => {
                  setConsent(true);
                }}
              >
                Agree to send inputs
              </button>
            }
          >
            Only the connection test asks it what it serves, and only when you press its button.
          </Notice>
        )}
      </div>
      <h3 className={styles['subtitle']}>
        What {hasConsent ? 'is' : 'would be'} sent to {host}
      </h3>
      <ul className={styles['list']}>
        <li>
          The inputs of the requests that go there, as the model takes them: the pixels of an image, the
          numbered character groups of a text, from which much of the text can be guessed. That holds for all
          that is typed, drawn or opened in the Playground.
        </li>
        <li>The model’s name, and how long the answer may take.</li>
        {hasToken && <li>The token, with every call.</li>}
        <li>
          As with any web page: your network address and the browser’s name. No cookies, no address of this
          page.
        </li>
      </ul>
      <p className={styles['text']}>
        Consent is for this address alone: another one has to be agreed to anew, and removing the endpoint
        withdraws it.
      </p>
    </Panel>
  );
}
