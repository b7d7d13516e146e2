import type { ReactNode } from 'react';
import styles from './TableFrame.module.css';

interface TableFrameProps {
  /** What the table is called by who does not see it. */
  readonly label: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** Lets a table be wider than its place: it scrolls by itself, by keyboard as well. */
export function TableFrame({ label, className, children }: TableFrameProps) {
  return (
    <div
      className={[styles['frame'], className].filter(Boolean).join(' ')}
      role="group"
      aria-label={label}
      tabIndex={0}
    >
      {children}
    </div>
  );
}
