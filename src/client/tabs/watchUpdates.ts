import type { PageNotice } from '../../platform/tabs/brokerMessages.ts';

const everyMs = 3_600_000;

/**
 * Calls `onReady` when another build waits to take over, and looks for one every hour. `apply` lets it take over and then loads this page anew;
 * other tabs go on with the files of their own build. Gives the undo.
 */
export function watchUpdates(
  registration: ServiceWorkerRegistration,
  onReady: (apply: () => void) => void,
): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  const { serviceWorker } = navigator;

  const offer = (worker: ServiceWorker): void => {
    onReady(() => {
      const notice: PageNotice = { kind: 'skip-waiting' };
      serviceWorker.addEventListener(
        'controllerchange',
        () => {
          window.location.reload();
        },
        { once: true },
      );
      worker.postMessage(notice);
    });
  };
  const follow = (worker: ServiceWorker): void => {
    worker.addEventListener(
      'statechange',
      () => {
        // Without one that serves already this is the first visit.
        if (worker.state === 'installed' && registration.active !== null) offer(worker);
      },
      { signal },
    );
  };

  if (registration.waiting !== null && registration.active !== null) offer(registration.waiting);
  if (registration.installing !== null) follow(registration.installing);
  registration.addEventListener(
    'updatefound',
    () => {
      if (registration.installing !== null) follow(registration.installing);
    },
    { signal },
  );
  const timer = setInterval(() => {
    if (navigator.onLine && registration.installing === null) registration.update().catch(() => undefined);
  }, everyMs);
  signal.addEventListener('abort', () => {
    clearInterval(timer);
  });
  return () => {
    ended.abort();
  };
}
