import { createServer, request as sendRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenCall {
  readonly method: string;
  readonly path: string;
  readonly form: 'packed' | 'binary' | 'json' | 'empty';
}

/** What a proxy before a server of another origin has to do, and a record of what came through. */
export interface CorsProxy {
  readonly url: string;
  /** Without preflights. */
  readonly seen: readonly SeenCall[];
  forget(): void;
  /** Leaves out what a proxy that was set up for JSON alone leaves out: the header that tells where binary data begins. */
  hideHeaderLength(isHidden: boolean): void;
  /** As servers do that know only JSON: says so in `/v2`, and answers binary bodies with 415. */
  refuseBinary(isRefused: boolean): void;
  /** Answers calls of one model with what the server has for another. */
  rename(model: string, other: string): void;
  close(): Promise<void>;
}

const headerLength = 'Inference-Header-Content-Length';

/** Lets the pages of `origin` call `target`. */
export async function startProxy(target: string, origin: string): Promise<CorsProxy> {
  const seen: SeenCall[] = [];
  const renamed = new Map<string, string>();
  let isHidden = false;
  let isBinaryRefused = false;

  function allow(response: ServerResponse): void {
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Vary', 'Origin');
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    const exposed = isHidden ? 'Retry-After' : `${headerLength}, Retry-After`;
    response.setHeader('Access-Control-Expose-Headers', exposed);
  }

  const server = createServer((request, response) => {
    allow(response);
    if (request.method === 'OPTIONS') {
      response.writeHead(204, {
        'Access-Control-Allow-Methods': 'GET, POST',
        'Access-Control-Allow-Headers': `Content-Type, Content-Encoding, ${headerLength}, Authorization`,
        'Access-Control-Max-Age': '600',
      });
      response.end();
      return;
    }
    const path = request.url ?? '';
    const form = formOf(request);
    seen.push({ method: request.method ?? '', path, form });
    if (isBinaryRefused && (form === 'binary' || form === 'packed')) {
      request.resume();
      response.writeHead(415, { 'Content-Type': 'application/json' }).end('{"error":"Expected JSON."}');
      return;
    }
    if (isBinaryRefused && path === '/v2') {
      const description = { name: 'plain', version: '1', extensions: [] };
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(description));
      return;
    }
    const [, model = ''] = /^\/v2\/models\/([^/]+)/.exec(path) ?? [];
    passOn(`${target}${path.replace(model, renamed.get(model) ?? model)}`, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    forget: () => {
      seen.length = 0;
    },
    hideHeaderLength: (hide) => {
      isHidden = hide;
    },
    refuseBinary: (isRefused) => {
      isBinaryRefused = isRefused;
    },
    rename: (model, other) => {
      renamed.set(model, other);
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

function formOf({ headers }: IncomingMessage): SeenCall['form'] {
  if (headers['content-encoding'] !== undefined) return 'packed';
  if (headers['inference-header-content-length'] !== undefined) return 'binary';
  return headers['content-type']?.startsWith('application/json') === true ? 'json' : 'empty';
}

function passOn(url: string, request: IncomingMessage, response: ServerResponse): void {
  const { method, headers } = request;
  // A connection each: a server that was restarted has closed those from before.
  const upstream = sendRequest(url, {
    method,
    headers: { ...headers, host: new URL(url).host },
    agent: false,
  });
  upstream.on('response', (answer) => {
    const own = Object.entries(answer.headers).filter(
      ([name]) => name !== 'vary' && !name.startsWith('access-control-'),
    );
    response.writeHead(answer.statusCode ?? 502, Object.fromEntries(own));
    answer.pipe(response);
    answer.on('error', () => response.destroy());
  });
  upstream.on('error', () => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502, { 'Content-Type': 'text/html' }).end('<html>Bad gateway</html>');
  });
  response.on('close', () => upstream.destroy());
  request.pipe(upstream);
}
