import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface HostPage {
  readonly body: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Somebody else's site: other origin than the app's on `localhost`, other site by `127.0.0.1`. */
export interface HostServer {
  readonly origin: string;
  readonly otherSiteOrigin: string;
  /** Puts a page at a path; gives the path. */
  put(path: string, page: HostPage): string;
  close(): Promise<void>;
}

export async function startHostServer(): Promise<HostServer> {
  const pages = new Map<string, HostPage>();
  const server = createServer((request, response) => {
    const page = pages.get(new URL(request.url ?? '/', 'http://localhost').pathname);
    response.setHeader('Content-Type', page?.type ?? 'text/html; charset=utf-8');
    for (const [name, value] of Object.entries(page?.headers ?? {})) response.setHeader(name, value);
    response.statusCode = page === undefined ? 404 : 200;
    response.end(page?.body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  pages.set('/favicon.ico', { body: '', type: 'image/x-icon' });
  return {
    origin: `http://localhost:${port}`,
    otherSiteOrigin: `http://127.0.0.1:${port}`,
    put: (path, page) => {
      pages.set(path, page);
      return path;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
