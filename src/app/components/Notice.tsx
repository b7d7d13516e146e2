import type { ReactNode } from 'react';
import styles from './Notice.module.css';

type NoticeKind = 'hint' | 'warning' | 'error';

const marks: Record<NoticeKind, string> = { hint: 'i', warning: '!', error: '!' };

interface NoticeProps {
  readonly kind: NoticeKind;
  readonly title?: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** A message in the flow of the page; errors are announced. */
export function Notice({ kind, title, action, children }: NoticeProps) {
  return (
    <div className={styles['notice']} data-kind={kind} role={kind === 'error' ? 'alert' : undefined}>
      <span className={styles['mark']} aria-hidden="true">
        {marks[kind]}
      </span>
      <div className={styles['body']}>
        {title !== undefined && <p className={styles['title']}>{title}</p>}
        <div>{children}</div>
      </div>
      {action}
    </div>
  );
}
