import { useStore } from 'zustand';
import { pinsStore, togglePin } from './pins.ts';

/** Keeps a model in memory whatever else is loaded, or no longer. */
export function PinButton({ name }: { readonly name: string }) {
  const pinned = useStore(pinsStore, (state) => state.pinned);
  if (pinned === undefined) return null;
  return (
    <button
      type="button"
      className="button"
      data-small=""
      aria-pressed={pinned.includes(name)}
      title="A pinned model is never unloaded to make room for another"
      onClick={() => void togglePin(name)}
    >
      Pin<span className="visually-hidden"> {name}</span>
    </button>
  );
}
