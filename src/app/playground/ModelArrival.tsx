import { describeLoad } from '../models/describeLoad.ts';
import { useAppStore } from '../useAppStore.ts';
import styles from './ModelArrival.module.css';

/** How far a model is that the person waits for; nothing once it is there. */
export function ModelArrival({ name }: { readonly name: string }) {
  const load = useAppStore((state) => state.loads[name]);
  if (load?.kind !== 'loading') return null;
  const { text, share = 0 } = describeLoad(load, undefined);
  return (
    <div className={styles['arrival']}>
      <span>{text}</span>
      <span className={styles['track']} aria-hidden="true">
        <span className={styles['fill']} style={{ inlineSize: `${String(share * 100)}%` }} />
      </span>
    </div>
  );
}
