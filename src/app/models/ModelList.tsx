import { builtInModels } from '../store.ts';
import { useAppStore } from '../useAppStore.ts';
import { describeLoad } from './describeLoad.ts';
import styles from './ModelList.module.css';

/** How far the built-in models are. */
export function ModelList() {
  return (
    <ul className={styles['list']} aria-label="Built-in models">
      {builtInModels.map((name) => (
        <ModelItem key={name} name={name} />
      ))}
    </ul>
  );
}

function ModelItem({ name }: { readonly name: string }) {
  const load = useAppStore((state) => state.loads[name]);
  const status = useAppStore((state) => state.models.find((model) => model.name === name));
  const isConnecting = useAppStore((state) => state.connection.kind === 'connecting');
  if (load === undefined) return null;
  const { tone, text, share } = describeLoad(load, status);
  return (
    <li className={styles['item']} data-tone={tone}>
      <span className={styles['name']}>{name}</span>
      <span className={styles['state']}>{isConnecting ? 'Starting the engine' : text}</span>
      {share !== undefined && (
        <span className={styles['track']} aria-hidden="true">
          <span className={styles['fill']} style={{ inlineSize: `${String(share * 100)}%` }} />
        </span>
      )}
    </li>
  );
}
