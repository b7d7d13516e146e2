import { createServer, request as sendRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { servers } from './servers.ts';

/** Answers in place of the app's server; gives false to leave the request to it. */
export type Fault = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

export interface SeenRequest {
  readonly path: string;
  readonly headers: Readonly<IncomingMessage['headers']>;
}

/** The app behind a server that a test can make fail. */
export interface FrontServer {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  /** Takes the place of the fault before; without one everything is passed on. */
  fail(fault: Fault | undefined): void;
  /** The app's own answer to a path. */
  read(path: string): Promise<Buffer>;
  close(): Promise<void>;
}

export async function startFrontServer(): Promise<FrontServer> {
  const seen: SeenRequest[] = [];
  let fault: Fault | undefined;
  const server = createServer((request, response) => {
    void (async () => {
      const path = request.url ?? '/';
      seen.push({ path, headers: request.headers });
      response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
      if ((await fault?.(request, response)) !== true) passOn(path, request, response);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/`,
    seen,
    fail: (next) => {
      fault = next;
    },
    read: async (path) => {
      const response = await fetch(new URL(path, servers.isolated.url));
      return Buffer.from(await response.arrayBuffer());
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

function passOn(path: string, request: IncomingMessage, response: ServerResponse): void {
  const { method, headers } = request;
  const upstream = sendRequest(new URL(path, servers.isolated.url), { method, headers });
  upstream.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  upstream.on('error', () => response.destroy());
  request.pipe(upstream);
}
