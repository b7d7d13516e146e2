import { connect } from '../../client/index.ts';
import { findServiceWorker } from '../../client/tabs/findServiceWorker.ts';
import { acceptHost } from './acceptHost.ts';
import { readAllowedOrigins } from './readAllowedOrigins.ts';
import { serveWidgets } from './serveWidgets.ts';

const list = document.querySelector<HTMLMetaElement>('meta[name="nearside-embed-origins"]')?.content;

acceptHost(window, readAllowedOrigins(list), (port, partition) => {
  const sayGoodbye = serveWidgets(port, {
    partition,
    connect: async (onProgress) => {
      // On a site that has the app's service worker the frame shares the engine of its tabs; it installs none itself.
      const serviceWorkerUrl = await findServiceWorker();
      return await connect({ onProgress, ...(serviceWorkerUrl === undefined ? {} : { serviceWorkerUrl }) });
    },
  });
  window.addEventListener('pagehide', ({ persisted }) => {
    // A frozen frame comes back and goes on.
    if (!persisted) sayGoodbye();
  });
});
