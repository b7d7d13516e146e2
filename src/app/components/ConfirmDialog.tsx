import { useId, type ReactNode, type Ref } from 'react';
import styles from './ConfirmDialog.module.css';

interface ConfirmDialogProps {
  /** Opened by `showModal()`. */
  readonly ref: Ref<HTMLDialogElement>;
  readonly title: string;
  /** What is lost. */
  readonly children: ReactNode;
  /** The answer that destroys. */
  readonly answer: string;
  readonly onConfirm: () => void;
}

/** Asks before something is destroyed; the first answer, and so the focus, is to keep it. */
export function ConfirmDialog({ ref, title, children, answer, onConfirm }: ConfirmDialogProps) {
  const titleId = useId();
  const textId = useId();
  return (
    <dialog
      ref={ref}
      role="alertdialog"
      className={styles['dialog']}
      aria-labelledby={titleId}
      aria-describedby={textId}
    >
      <h2 id={titleId}>{title}</h2>
      <p id={textId}>{children}</p>
      <div className={styles['choices']}>
        <button
          type="button"
          className="button"
          onClick={({ currentTarget }) => currentTarget.closest('dialog')?.close()}
        >
          Keep it
        </button>
        <button
          type="button"
          className="button"
          data-danger
          onClick={({ currentTarget }) => {
            currentTarget.closest('dialog')?.close();
            onConfirm();
          }}
        >
          {answer}
        </button>
      </div>
    </dialog>
  );
}
