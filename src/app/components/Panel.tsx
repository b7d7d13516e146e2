import type { ReactNode } from 'react';
import styles from './Panel.module.css';

interface PanelProps {
  readonly title: string;
  /** One short line beside the title. */
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  /** Makes the panel a landmark by this heading id. */
  readonly headingId?: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

export function Panel({ title, note, actions, headingId, className, children }: PanelProps) {
  return (
    <section className={[styles['panel'], className].filter(Boolean).join(' ')} aria-labelledby={headingId}>
      <header className={styles['header']}>
        <h2 className={styles['title']} id={headingId}>
          {title}
        </h2>
        {note !== undefined && <p className={styles['note']}>{note}</p>}
        {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
      </header>
      {children}
    </section>
  );
}
