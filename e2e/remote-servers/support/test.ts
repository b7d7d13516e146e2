import { test as base } from '../../support/test.ts';
import { readModelNames } from '../../support/golden.ts';
import { servers } from '../../support/servers.ts';
import { makeMlserver } from './makeMlserver.ts';
import { makeTriton } from './makeTriton.ts';
import type { RealServer, ServerKind } from './realServer.ts';
import { startProxy, type CorsProxy } from './startProxy.ts';

export interface ServerOptions {
  readonly kind: ServerKind;
}

interface ServerFixtures {
  /** The repository's folder behind the server under test; what the app serves, byte for byte. */
  readonly server: RealServer;
  /** Runs, at its usual speed. */
  readonly corsProxy: CorsProxy;
}

const repository = 'public/models';
const makers = { triton: makeTriton, mlserver: makeMlserver };

/** The browser tests' own test with a real server and a proxy before it; the server is started once and mended between tests. */
export const test = base.extend<ServerFixtures, ServerOptions & { readonly started: RealServer }>({
  kind: ['triton', { option: true, scope: 'worker' }],
  started: [
    async ({ kind }, use) => {
      const server = await makers[kind](repository, readModelNames());
      await server.start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  server: async ({ started }, use) => {
    await use(started);
  },
  corsProxy: async ({ server }, use) => {
    const proxy = await startProxy(server.url, new URL(servers.isolated.url).origin);
    await use(proxy);
    await proxy.close();
  },
});

export { expect } from '../../support/test.ts';
