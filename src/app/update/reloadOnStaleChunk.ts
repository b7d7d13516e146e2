const markName = 'nearside-reloaded';

/**
 * A file of this build that is gone from the server means that another build is there: the page is loaded anew, at most once in the life of
 * this tab, so that a file that is missing for another reason does not make it go round.
 */
export function reloadOnStaleChunk(): void {
  window.addEventListener('vite:preloadError', () => {
    if (navigator.onLine && !isMarked()) window.location.reload();
  });
}

/** Marks it for the next time. Where nothing can be remembered it counts as marked. */
function isMarked(): boolean {
  try {
    if (sessionStorage.getItem(markName) !== null) return true;
    sessionStorage.setItem(markName, '1');
    return false;
  } catch {
    return true;
  }
}
