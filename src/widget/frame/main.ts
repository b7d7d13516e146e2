import { connect } from '../../client/index.ts';
import { acceptHost } from './acceptHost.ts';
import { readAllowedOrigins } from './readAllowedOrigins.ts';
import { serveWidgets } from './serveWidgets.ts';

const list = document.querySelector<HTMLMetaElement>('meta[name="nearside-embed-origins"]')?.content;

acceptHost(window, readAllowedOrigins(list), (port, partition) => {
  const sayGoodbye = serveWidgets(port, { partition, connect: (onProgress) => connect({ onProgress }) });
  window.addEventListener('pagehide', ({ persisted }) => {
    // A frozen frame comes back and goes on.
    if (!persisted) sayGoodbye();
  });
});
