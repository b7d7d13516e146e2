import { exportModel } from './exportModel.ts';
import { act } from './modelsStore.ts';

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
