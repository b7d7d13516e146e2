import { useRef } from 'react';
import { ConfirmDialog } from '../components/ConfirmDialog.tsx';
import { act } from './modelsStore.ts';

/** Removes a model that a person added, after a question. */
export function RemoveButton({ name }: { readonly name: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <button type="button" className="button" onClick={() => dialog.current?.showModal()}>
        Remove<span className="visually-hidden"> {name}</span>
      </button>
      <ConfirmDialog
        ref={dialog}
        title={`Remove ${name} from this device?`}
        answer="Yes, remove it"
        onConfirm={() => {
          void act(name, async () => {
            await (await window.nearside).models.remove(name);
            window.location.hash = '#/models';
          });
        }}
      >
        Its files and its stored results are deleted. To have it again, it has to be added again.
      </ConfirmDialog>
    </>
  );
}
