/** Whether the page was hidden at any time from now until the end. */
export function watchVisibility(): { readonly wasHidden: () => boolean; readonly end: () => void } {
  let wasHidden = document.hidden;
  const note = (): void => {
    wasHidden ||= document.hidden;
  };
  document.addEventListener('visibilitychange', note);
  return {
    wasHidden: () => wasHidden,
    end: () => {
      document.removeEventListener('visibilitychange', note);
    },
  };
}
