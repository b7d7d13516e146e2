/** Calls back once the element is near the screen; returns the undo. Those who asked to save data are left to click. */
export function onceVisible(element: Element, onVisible: () => void): () => void {
  const { connection } = navigator as { readonly connection?: { readonly saveData?: boolean } };
  if (connection?.saveData === true) return () => undefined;
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      onVisible();
    },
    { rootMargin: '100px' },
  );
  observer.observe(element);
  return () => {
    observer.disconnect();
  };
}
