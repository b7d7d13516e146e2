import { useRef, useState } from 'react';
import { ConfirmDialog } from '../components/ConfirmDialog.tsx';
import { Notice } from '../components/Notice.tsx';
import { Panel } from '../components/Panel.tsx';
import { describeFailure } from '../failure.ts';
import styles from './StoragePage.module.css';

type Erasure =
  | { readonly kind: 'none' }
  | { readonly kind: 'erasing' }
  | { readonly kind: 'erased'; readonly remains: readonly string[] };

/** Deletes everything after a question, whose first answer, and so its focus, is to keep it; says what is left, if anything is. */
export function ErasePanel({ onErased }: { readonly onErased: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [erasure, setErasure] = useState<Erasure>({ kind: 'none' });

  async function erase(): Promise<void> {
    setErasure({ kind: 'erasing' });
    let remains: readonly string[];
    try {
      remains = await (await window.nearside).storage.erase();
    } catch (error) {
      remains = [describeFailure(error).message];
    }
    setErasure({ kind: 'erased', remains });
    onErased();
  }

  return (
    <Panel title="Erase everything" note="results, models, settings and this page’s preferences">
      <div role="status" aria-live="polite" className={styles['status']}>
        {erasure.kind === 'erasing' && <p className={styles['none']}>Erasing…</p>}
        {erasure.kind === 'erased' && <ErasedNotice remains={erasure.remains} />}
      </div>
      {erasure.kind !== 'erased' && (
        <div>
          <button
            type="button"
            className="button"
            data-danger
            disabled={erasure.kind === 'erasing'}
            onClick={() => {
              dialog.current?.showModal();
            }}
          >
            Erase everything
          </button>
        </div>
      )}
      <ConfirmDialog
        ref={dialog}
        title="Erase everything on this device?"
        answer="Yes, erase it all"
        onConfirm={() => {
          void erase();
        }}
      >
        Stored results become unreadable at once. Models have to be downloaded again, and settings go back to
        what they were on the first visit. This cannot be undone.
      </ConfirmDialog>
    </Panel>
  );
}

function ErasedNotice({ remains }: { readonly remains: readonly string[] }) {
  const reload = (
    <button
      type="button"
      className="button"
      data-primary
      onClick={() => {
        window.location.reload();
      }}
    >
      Start anew
    </button>
  );
  if (remains.length === 0) {
    return (
      <Notice kind="hint" title="Everything is erased" action={reload}>
        Nothing more is kept until the page is loaded again, which is then a first visit.
      </Notice>
    );
  }
  return (
    <Notice kind="warning" title="Erased, but for this" action={reload}>
      <ul className={styles['remains']}>
        {remains.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Notice>
  );
}
