import { act } from './modelsStore.ts';

interface ServeButtonProps {
  readonly model: string;
  readonly version: string;
}

/** Lets a version take over; it is loaded first where it is not. */
export function ServeButton({ model, version }: ServeButtonProps) {
  return (
    <button
      type="button"
      className="button"
      data-small=""
      aria-label={`Let it serve: version ${version} of ${model}`}
      onClick={({ currentTarget }) => {
        // The button goes when the version serves; the table stays.
        currentTarget.closest<HTMLElement>('[role=group]')?.focus();
        void act(model, async () => (await window.nearside).models.load(model, { version }));
      }}
    >
      Let it serve
    </button>
  );
}
