import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import send from 'send';
import { embedHeaders, embedPaths } from './embed/embedHeaders.ts';
import type { EmbedOrigins } from './embed/embedOrigins.ts';
import { sendEmbedPage } from './embed/sendEmbedPage.ts';
import { readPath } from './readPath.ts';
import type { RemoteHandler } from './remote/createRemoteHandler.ts';
import { isolationHeaders, securityHeaders } from './responseHeaders.ts';

export interface AppServerOptions {
  /** Folder of the built site. */
  readonly root: string;
  /** Path under which the site is served; begins and ends with a slash. */
  readonly base?: string;
  /** Whether pages are cross-origin isolated. */
  readonly isIsolated?: boolean;
  /** Whose pages may embed the widget's frame. */
  readonly embedOrigins?: EmbedOrigins;
  /** Answers what lies below `/remote`. */
  readonly remote?: RemoteHandler;
}

const immutableSeconds = 31_536_000;

/** Serves the built site: ranges, validators, long-lived hashed assets, and the headers that isolate its pages. */
export function createAppServer({
  root,
  base = '/',
  isIsolated = true,
  embedOrigins = '*',
  remote,
}: AppServerOptions): Server {
  const headers = { ...securityHeaders, ...(isIsolated ? isolationHeaders : {}) };
  return createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const pathname = readPath(request);
    const remotePath = pathname === undefined ? undefined : pathBelowRemote(pathname, base);
    if (pathname === undefined) answerJson(response, 400, 'Expected a path.');
    else if (remote !== undefined && remotePath !== undefined) remote(request, response, remotePath);
    else if (isProtocolPath(pathname, base)) {
      answerJson(response, 503, 'No service worker took this request: open the app first.');
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      answerJson(response, 405, `Expected GET or HEAD, got ${request.method ?? 'nothing'}.`);
    } else if (!pathname.startsWith(base)) {
      answerJson(response, 404, `The app is at ${base}.`);
    } else {
      const path = `/${pathname.slice(base.length)}`;
      const embedding = embedHeaders(path, { origins: embedOrigins, isIsolated });
      for (const [name, value] of Object.entries(embedding)) response.setHeader(name, value);
      if (path === embedPaths.page && embedOrigins !== '*') {
        sendEmbedPage(response, root, embedOrigins).catch(() => {
          answerJson(response, 500, 'The file could not be read.');
        });
      } else sendFile(request, response, root, path);
    }
  });
}

function isProtocolPath(pathname: string, base: string): boolean {
  return ['/v2', `${base}v2`].some((path) => pathname === path || pathname.startsWith(`${path}/`));
}

function pathBelowRemote(pathname: string, base: string): string | undefined {
  const mount = ['/remote', `${base}remote`].find((path) => pathname.startsWith(`${path}/`));
  return mount === undefined ? undefined : pathname.slice(mount.length);
}

function sendFile(request: IncomingMessage, response: ServerResponse, root: string, path: string): void {
  const isHashed = path.startsWith('/assets/');
  send(request, path, {
    root,
    dotfiles: 'deny',
    immutable: isHashed,
    maxAge: isHashed ? immutableSeconds * 1000 : 0,
  })
    .on('error', (error: { readonly status?: number }) => {
      const status = error.status ?? 500;
      answerJson(
        response,
        status,
        status === 404 ? `There is nothing at ${path}.` : 'The file could not be read.',
      );
    })
    .pipe(response);
}

function answerJson(response: ServerResponse, status: number, error: string): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({ error }));
}
