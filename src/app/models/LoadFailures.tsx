import { adviceFor } from '../adviceFor.ts';
import { Notice } from '../components/Notice.tsx';
import { loadModel } from '../store.ts';
import { useAppStore } from '../useAppStore.ts';
import styles from './LoadFailures.module.css';

/** What went wrong with the engine or a model, and what to do about it. Nothing while all is well. */
export function LoadFailures() {
  const connection = useAppStore((state) => state.connection);
  const loads = useAppStore((state) => state.loads);
  return (
    <div className={styles['list']}>
      {connection.kind === 'failed' && (
        <Notice
          kind="error"
          title={`The engine did not start: ${connection.failure.code}`}
          action={<Reload />}
        >
          {connection.failure.message}
        </Notice>
      )}
      {connection.kind === 'closed' && (
        <Notice kind="error" title="The engine has stopped" action={<Reload />}>
          Answers and figures that are shown stay; new ones need the engine.
        </Notice>
      )}
      {Object.entries(loads).map(([name, load]) =>
        load.kind === 'failed' ? (
          <Notice
            key={name}
            kind="error"
            title={`${name} could not be loaded: ${load.failure.code}`}
            action={
              <button type="button" className="button" onClick={() => void loadModel(name)}>
                Retry<span className="visually-hidden"> {name}</span>
              </button>
            }
          >
            {load.failure.message} {adviceFor(load.failure.code)}
          </Notice>
        ) : null,
      )}
    </div>
  );
}

function Reload() {
  return (
    <button
      type="button"
      className="button"
      onClick={() => {
        window.location.reload();
      }}
    >
      Reload
    </button>
  );
}
