import { useCallback, useState } from 'react';
import { Panel } from '../components/Panel.tsx';
import { appUrl } from './appUrl.ts';
import { CodePanel } from './CodePanel.tsx';
import { EmbedForm } from './EmbedForm.tsx';
import styles from './EmbedPage.module.css';
import { embedPolicy, embedSnippet, type EmbedSettings } from './embedSnippet.ts';
import { EventLog } from './EventLog.tsx';
import { logEvent, type LoggedEvent } from './loggedEvent.ts';
import { WidgetPreview } from './WidgetPreview.tsx';

const firstSettings: EmbedSettings = {
  model: 'language-id',
  theme: 'auto',
  placeholder: 'Type in any language',
  mode: 'frame',
};

const styling = `nearside-widget {
  --nearside-accent: #7a3cff;
  --nearside-radius: 0;
}
nearside-widget::part(input) {
  font-size: 1.125rem;
}`;

/** Puts together what takes a model into another page, and shows it. */
export function EmbedPage() {
  const [settings, setSettings] = useState(firstSettings);
  const [events, setEvents] = useState<readonly LoggedEvent[]>([]);
  const record = useCallback((event: CustomEvent) => {
    setEvents((before) => logEvent(before, event));
  }, []);
  return (
    <>
      <p className={styles['lead']}>
        Two lines put a model into any page. It runs on the device of whoever visits that page, and is fetched
        once the widget comes into view.
      </p>
      <div className={styles['columns']}>
        <div className={styles['column']}>
          <EmbedForm settings={settings} onChange={setSettings} />
          <Panel title="Preview" note="live, from this app">
            <WidgetPreview settings={settings} onEvent={record} />
          </Panel>
          <EventLog
            events={events}
            onClear={() => {
              setEvents([]);
            }}
          />
        </div>
        <div className={styles['column']}>
          <CodePanel title="Snippet" code={embedSnippet(appUrl, settings)} />
          <CodePanel
            title="Content policy"
            note="for pages that have one"
            code={embedPolicy(appUrl, settings.mode).join(';\n')}
          />
          <CodePanel title="Style" note="by custom properties and parts" code={styling} />
        </div>
      </div>
    </>
  );
}
