import { Panel } from '../components/Panel.tsx';
import styles from './EmbedPage.module.css';
import type { LoggedEvent } from './loggedEvent.ts';

interface EventLogProps {
  /** Newest first. */
  readonly events: readonly LoggedEvent[];
  readonly onClear: () => void;
}

/** What the preview's events told the page. */
export function EventLog({ events, onClear }: EventLogProps) {
  return (
    <Panel
      title="Events"
      note="as the page hears them"
      actions={
        <button
          type="button"
          className="button"
          data-small=""
          disabled={events.length === 0}
          onClick={onClear}
        >
          Clear
        </button>
      }
    >
      {events.length === 0 ? (
        <p className={styles['none']}>
          None yet: they come when the widget is ready and whenever it answers.
        </p>
      ) : (
        <ol className={styles['events']}>
          {events.map(({ id, type, text, isError }) => (
            <li key={id} className={styles['event']} data-error={isError}>
              <code>{type}</code> <span>{text}</span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
