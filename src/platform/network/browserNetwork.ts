import type { RemoteNetwork } from '../../core/routing/remotePort.ts';
import { RemoteClient } from './remoteClient.ts';
import { testRemote } from './testRemote.ts';

/** Remote endpoints over `fetch`. */
export const browserNetwork: RemoteNetwork = {
  open: ({ url, token }) => new RemoteClient({ url, ...(token === undefined ? {} : { token }) }),
  test: testRemote,
  isOnline: () => navigator.onLine,
};
