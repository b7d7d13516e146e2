/** What follows whether its page is there. */
export interface PageFollower {
  enter(): void;
  leave(): void;
}

/**
 * A page that is left or frozen lets everything go, and takes part again when it comes back: a held lock or an open port keeps it out of the
 * back-forward cache, and a host that sleeps serves nobody. Gives the undo.
 */
export function followPage(follower: PageFollower): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  const enter = (): void => {
    follower.enter();
  };
  const leave = (): void => {
    follower.leave();
  };
  window.addEventListener('pagehide', leave, { signal });
  window.addEventListener('pageshow', enter, { signal });
  document.addEventListener('freeze', leave, { signal });
  document.addEventListener('resume', enter, { signal });
  return () => {
    ended.abort();
  };
}
