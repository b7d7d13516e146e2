import { RunMark } from '../load/RunMark.tsx';
import { pages, type Route } from './parseRoute.ts';
import styles from './Navigation.module.css';

export function Navigation({ route }: { readonly route: Route }) {
  return (
    <nav aria-label="Pages" className={styles['navigation']}>
      <ul className={styles['list']}>
        {pages.map(({ id, title }) => (
          <li key={id}>
            <a
              href={`#/${id}`}
              className={styles['link']}
              aria-current={route.kind === 'page' && route.id === id ? 'page' : undefined}
            >
              {title}
              {id === 'load' && <RunMark />}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
