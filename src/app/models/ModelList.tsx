import { builtInModels } from '../store.ts';
import { useAppStore } from '../useAppStore.ts';
import { describeLoad, type LoadDescription } from './describeLoad.ts';
import styles from './ModelList.module.css';

const withoutEngine: Readonly<Record<'connecting' | 'failed' | 'closed', LoadDescription>> = {
  connecting: { tone: 'busy', text: 'Starting the engine', share: 0 },
  failed: { tone: 'bad', text: 'The engine did not start' },
  closed: { tone: 'bad', text: 'The engine has stopped' },
};

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
  const connection = useAppStore((state) => state.connection.kind);
  const { tone, text, share } =
    connection === 'open' ? describeLoad(load, status) : withoutEngine[connection];
  return (
    <li className={styles['item']} data-tone={tone}>
      <span className={styles['name']}>{name}</span>
      <span className={styles['state']}>{text}</span>
      {share !== undefined && (
        <span className={styles['track']} aria-hidden="true">
          <span className={styles['fill']} style={{ inlineSize: `${String(share * 100)}%` }} />
        </span>
      )}
    </li>
  );
}
