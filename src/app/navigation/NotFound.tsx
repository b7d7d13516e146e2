import { Panel } from '../components/Panel.tsx';
import { pages } from './parseRoute.ts';
import styles from './NotFound.module.css';

export function NotFound({ path }: { readonly path: string }) {
  return (
    <Panel title="There is no such page">
      <p>
        Nothing is at <code>{path}</code>. Perhaps one of these is what you were after:
      </p>
      <ul>
        {pages.map(({ id, title }) => (
          <li key={id}>
            <a href={`#/${id}`} className={styles['link']}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
