import { useId, useRef } from 'react';
import { exportModel } from './exportModel.ts';
import { act } from './modelsStore.ts';
import styles from './Models.module.css';

/** What can be done with a model that a person added: kept elsewhere, or removed after a question. */
export function AddedActions({ name }: { readonly name: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const textId = useId();
  return (
    <>
      <button
        type="button"
        className="button"
        onClick={() => {
          dialog.current?.showModal();
        }}
      >
        Remove<span className="visually-hidden"> {name}</span>
      </button>
      <dialog
        ref={dialog}
        role="alertdialog"
        className={styles['dialog']}
        aria-labelledby={titleId}
        aria-describedby={textId}
      >
        <h2 id={titleId}>Remove {name} from this device?</h2>
        <p id={textId}>
          Its files and its stored results are deleted. To have it again, it has to be added again.
        </p>
        <div className={styles['choices']}>
          <button
            type="button"
            className="button"
            onClick={() => {
              dialog.current?.close();
            }}
          >
            Keep it
          </button>
          <button
            type="button"
            className={`button ${styles['danger'] ?? ''}`}
            onClick={() => {
              dialog.current?.close();
              void act(name, async () => {
                await (await window.nearside).models.remove(name);
                window.location.hash = '#/models';
              });
            }}
          >
            Yes, remove it
          </button>
        </div>
      </dialog>
    </>
  );
}

/** Saves the model as a folder that Triton serves. */
export function ExportButton({ name }: { readonly name: string }) {
  return (
    <button
      type="button"
      className="button"
      onClick={() => {
        void act(name, () => exportModel(name));
      }}
    >
      Save for Triton<span className="visually-hidden"> {name}</span>
    </button>
  );
}
