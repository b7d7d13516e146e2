import { useId } from 'react';
import { Notice } from '../../components/Notice.tsx';
import { SaidFields } from '../said/SaidFields.tsx';
import type { SaidDraft } from '../said/saidDraft.ts';
import { addDescribed, cancelAddition, changeDraft, type Addition } from './additionStore.ts';
import { guessFromFile } from './guessFromFile.ts';
import fields from '../../components/Fields.module.css';
import styles from './Add.module.css';

/** What only the person knows of a model: its name, what it is for, what its classes are called. */
export function AdditionForm({ addition }: { readonly addition: Extract<Addition, { kind: 'described' }> }) {
  const { draft, inspection, fault, failure } = addition;
  const faultId = useId();
  const { task, image } = guessFromFile(inspection);
  return (
    <form
      className={styles['form']}
      noValidate
      aria-describedby={fault === undefined ? undefined : faultId}
      onSubmit={(event) => {
        event.preventDefault();
        void addDescribed();
      }}
    >
      <label className={`${fields['field'] ?? ''} ${styles['name'] ?? ''}`}>
        Name
        <input
          className={fields['input']}
          value={draft.name}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => {
            changeDraft({ ...draft, name: target.value });
          }}
        />
      </label>
      <SaidFields
        draft={draft}
        foundTask={task}
        foundImage={image}
        faultField={fault?.field}
        onChange={(said: SaidDraft) => {
          changeDraft({ ...draft, ...said });
        }}
      />
      {fault !== undefined && (
        <p id={faultId} role="alert" className={styles['fault']}>
          {fault.message}
        </p>
      )}
      {failure !== undefined && (
        <Notice kind="error" title={`It cannot be added: ${failure.code}`}>
          {failure.message}
        </Notice>
      )}
      <div className={styles['choices']}>
        <button type="submit" className="button" data-primary="">
          Add
        </button>
        <button type="button" className="button" onClick={cancelAddition}>
          Cancel
        </button>
      </div>
    </form>
  );
}
