import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import send from 'send';

export interface FileServer {
  readonly origin: string;
  close(): Promise<void>;
}

interface FileServerOptions {
  /** Folders by the path under which they stand; the longest path that fits is taken. */
  readonly folders: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A plain static web server. */
export async function startFileServer({ folders, headers = {} }: FileServerOptions): Promise<FileServer> {
  const mounts = Object.entries(folders).toSorted(([a], [b]) => b.length - a.length);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const [mount, root] = mounts.find(([path]) => pathname.startsWith(path)) ?? [];
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (mount === undefined || root === undefined) {
      response.writeHead(404).end();
      return;
    }
    send(request, `/${pathname.slice(mount.length)}`, { root, maxAge: 0 }).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
