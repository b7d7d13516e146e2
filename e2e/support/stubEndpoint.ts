import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readModelNames } from './golden.ts';
import { servers } from './servers.ts';

/** An endpoint of another origin that describes the built-in models and infers nothing. */
export interface StubEndpoint {
  readonly url: string;
  /** Paths that were asked for, preflights left out. */
  readonly seen: readonly string[];
  close(): Promise<void>;
}

/** Answers in place of the stub; gives false to leave the request to it. */
type Answer = (request: IncomingMessage, response: ServerResponse) => boolean;

export async function startStubEndpoint(answer: Answer = () => false): Promise<StubEndpoint> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (request.method !== 'OPTIONS') seen.push(path);
    request.resume();
    if (answer(request, response)) return;
    allowApp(response);
    if (request.method === 'OPTIONS') response.writeHead(204).end();
    else reply(path, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** The headers that let the app's pages call and read, wherever the app is. */
export function allowApp(response: ServerResponse, appUrl: string = servers.isolated.url): void {
  response.setHeader('Access-Control-Allow-Origin', new URL(appUrl).origin);
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST');
  const headers = 'Content-Type, Content-Encoding, Inference-Header-Content-Length, Authorization';
  response.setHeader('Access-Control-Allow-Headers', headers);
  response.setHeader('Access-Control-Expose-Headers', 'Inference-Header-Content-Length, Retry-After');
}

function reply(path: string, response: ServerResponse): void {
  const [, model, rest = ''] = /^\/v2\/models\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  if (path === '/v2') send(response, 200, { name: 'stub', version: '1', extensions: ['binary_tensor_data'] });
  else if (path.startsWith('/v2/health/')) send(response, 200, {});
  else if (model === undefined || !readModelNames().includes(model))
    send(response, 404, { error: 'unknown' });
  else if (rest === '') send(response, 200, describeModel(model));
  else if (rest === '/ready') send(response, 200, {});
  else send(response, 400, { error: 'nothing is inferred here' });
}

function describeModel(name: string): unknown {
  const { inputs, outputs } = JSON.parse(readFileSync(`dist/models/${name}/model.json`, 'utf8')) as {
    readonly inputs: unknown;
    readonly outputs: unknown;
  };
  return { name, versions: ['1'], platform: 'stub', inputs, outputs };
}

export function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
