import { useEffect } from 'react';
import { formatDraft, parseDraft } from './draft.ts';
import { loadStore, setDraft } from './loadStore.ts';

/** Fills the form from the address, and keeps the address a link to the form as it stands. */
export function useDraftLink(): void {
  useEffect(() => {
    const read = (): void => {
      const { draft } = loadStore.getState();
      setDraft(parseDraft(window.location.hash, draft));
    };
    read();
    const write = (): void => {
      const link = formatDraft(loadStore.getState().draft);
      if (window.location.hash !== link) window.history.replaceState(window.history.state, '', link);
    };
    const unsubscribe = loadStore.subscribe((state, before) => {
      if (state.draft !== before.draft) write();
    });
    window.addEventListener('hashchange', read);
    return () => {
      unsubscribe();
      window.removeEventListener('hashchange', read);
    };
  }, []);
}
