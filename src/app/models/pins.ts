import { createStore } from 'zustand/vanilla';
import { act } from './modelsStore.ts';

/** The models that are never unloaded to make room; undefined until they are known. */
export const pinsStore = createStore<{ readonly pinned: readonly string[] | undefined }>()(() => ({
  pinned: undefined,
}));

let changes = 0;

/** Looks which models are pinned; never rejects. */
export async function readPins(): Promise<void> {
  const before = changes;
  const settings = await window.nearside.then(({ settings: own }) => own.get()).catch(() => undefined);
  // What was read while something changed may be out of date.
  if (settings !== undefined && changes === before) pinsStore.setState({ pinned: settings.pinned });
}

/** Pins a model, or lets it go; never rejects: what keeps it from being done is shown with the model. */
export async function togglePin(model: string): Promise<void> {
  await act(model, async () => {
    const { settings } = await window.nearside;
    // Another tab may have pinned others meanwhile.
    const { pinned } = await settings.get();
    const isPinned = pinned.includes(model);
    const next = isPinned ? pinned.filter((name) => name !== model) : [...pinned, model];
    changes += 1;
    const updated = await settings.update({ pinned: next });
    changes += 1;
    pinsStore.setState({ pinned: updated.pinned });
  });
}
