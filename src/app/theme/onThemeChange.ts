/** Calls `listener` when the colours in use may have changed; returns the undo. */
export function onThemeChange(listener: () => void): () => void {
  const queries = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) =>
    window.matchMedia(query),
  );
  for (const query of queries) query.addEventListener('change', listener);
  document.addEventListener('themechange', listener);
  return () => {
    for (const query of queries) query.removeEventListener('change', listener);
    document.removeEventListener('themechange', listener);
  };
}
