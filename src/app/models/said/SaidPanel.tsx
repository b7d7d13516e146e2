import { useEffect, useId, useRef, useState } from 'react';
import type { ModelStatus } from '../../../client/index.ts';
import { Notice } from '../../components/Notice.tsx';
import { Panel } from '../../components/Panel.tsx';
import { describeFailure, type Failure } from '../../failure.ts';
import { draftImage, type ImageField } from '../image/imageDraft.ts';
import { describeSaid } from './describeSaid.ts';
import { changeTo, draftSaid, readSaid, type SaidDraft } from './saidDraft.ts';
import { SaidFields } from './SaidFields.tsx';
import styles from './Said.module.css';

/** What was said of a model that was added, and a way to say something else; it answers on meanwhile. */
export function SaidPanel({ status }: { readonly status: ModelStatus }) {
  const [isOpen, setIsOpen] = useState(false);
  const [isChanged, setIsChanged] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = (didChange: boolean): void => {
    setIsOpen(false);
    setIsChanged(didChange);
  };
  const wasOpen = useRef(false);
  useEffect(() => {
    // Whoever closed the form by the keyboard goes on where it was opened.
    if (wasOpen.current && !isOpen) opener.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  return (
    <Panel
      title="What you say of it"
      note="the rest is found out from the file"
      actions={
        !isOpen && (
          <button
            ref={opener}
            type="button"
            className="button"
            onClick={() => {
              setIsOpen(true);
              setIsChanged(false);
            }}
          >
            Change<span className="visually-hidden"> what you say of {status.name}</span>
          </button>
        )
      }
    >
      <p role="status" className={isChanged ? styles['note'] : 'visually-hidden'}>
        {isChanged && `Changed: ${status.name} answers by it from now on.`}
      </p>
      {isOpen ? (
        <SaidForm status={status} onClose={close} />
      ) : (
        <p className={styles['note']}>{describeSaid(status.said ?? {})}</p>
      )}
    </Panel>
  );
}

interface SaidFormProps {
  readonly status: ModelStatus;
  readonly onClose: (didChange: boolean) => void;
}

type Change =
  | { readonly kind: 'none' }
  | { readonly kind: 'under-way' }
  | { readonly kind: 'unfit'; readonly field: ImageField; readonly message: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

function SaidForm({ status, onClose }: SaidFormProps) {
  const [draft, setDraft] = useState<SaidDraft>(() => draftSaid(status.said ?? {}));
  const [change, setChange] = useState<Change>({ kind: 'none' });
  const form = useRef<HTMLFormElement>(null);
  const faultId = useId();
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('select, input, textarea')?.focus();
  }, []);

  async function submit(): Promise<void> {
    const read = readSaid(draft);
    if (read.kind === 'unfit') {
      setChange(read);
      return;
    }
    setChange({ kind: 'under-way' });
    try {
      const nearside = await window.nearside;
      await nearside.models.configure(status.name, changeTo(read.said));
      onClose(true);
    } catch (error) {
      setChange({ kind: 'failed', failure: describeFailure(error) });
    }
  }

  return (
    <form
      ref={form}
      className={styles['form']}
      noValidate
      aria-label={`What you say of ${status.name}`}
      aria-describedby={change.kind === 'unfit' ? faultId : undefined}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose(false);
      }}
    >
      <SaidFields
        draft={draft}
        foundTask={status.said?.task === undefined ? status.task : undefined}
        foundImage={status.image === undefined ? undefined : draftImage(status.image)}
        faultField={change.kind === 'unfit' ? change.field : undefined}
        onChange={setDraft}
      />
      {change.kind === 'unfit' && (
        <p id={faultId} role="alert" className={styles['fault']}>
          {change.message}
        </p>
      )}
      {change.kind === 'failed' && (
        <Notice kind="error" title={`Not changed: ${change.failure.code}`}>
          {change.failure.message}
        </Notice>
      )}
      <div className={styles['choices']}>
        <button type="submit" className="button" data-primary="" disabled={change.kind === 'under-way'}>
          {change.kind === 'under-way' ? 'Changing…' : 'Save'}
        </button>
        <button
          type="button"
          className="button"
          onClick={() => {
            onClose(false);
          }}
        >
          Cancel
        </button>
      </div>
    </form>
  );
}
