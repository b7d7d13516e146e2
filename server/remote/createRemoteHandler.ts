import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { answerProtocol, refuseCall, replyJson } from '../../src/core/protocol/answerProtocol.ts';
import { headerLengthName } from '../../src/core/protocol/protocolMessage.ts';
import type { ProtocolReply } from '../../src/core/protocol/protocolBackend.ts';
import type { EngineBackend } from '../../src/engine/createEngineBackend.ts';
import { allowOrigin, preflightHeaders, type AllowedOrigins } from './allowOrigin.ts';
import { BodyRefusal, readBody } from './readBody.ts';

export interface RemoteOptions {
  readonly origins: AllowedOrigins;
  /** Bytes that a body may have, as sent and unpacked. */
  readonly maxBodyBytes: number;
  /** Milliseconds within which a body has to be here, and then an inference to be done. */
  readonly timeoutMs: number;
  readonly serverVersion: string;
}

/** Answers a request whose path, below the place where the endpoint is mounted, is `path`. */
export type RemoteHandler = (request: IncomingMessage, response: ServerResponse, path: string) => void;

const minPackedBytes = 1024;
const pack = promisify(gzip);
const encoder = new TextEncoder();

/** The Open Inference Protocol and `/metrics` over HTTP: limits, compression, other origins. */
export function createRemoteHandler(backend: EngineBackend, options: RemoteOptions): RemoteHandler {
  async function answer(request: IncomingMessage, path: string, signal: AbortSignal): Promise<ProtocolReply> {
    const { method = 'GET', headers } = request;
    if (path === '/metrics') return answerMetrics(method, backend);
    try {
      const body =
        method === 'POST'
          ? await readBody(request, { maxBytes: options.maxBodyBytes, withinMs: options.timeoutMs })
          : new Uint8Array();
      const headerLength = headers[headerLengthName.toLowerCase()] as string | undefined;
      const call = { method, path, headerLength, readBody: () => Promise.resolve(body), signal };
      const { serverVersion, timeoutMs } = options;
      return await answerProtocol(call, backend, { serverVersion, longestMs: timeoutMs });
    } catch (error) {
      if (error instanceof BodyRefusal) return replyJson({ error: error.message }, error.status);
      return refuseCall(error);
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const gone = new AbortController();
    response.on('close', () => {
      gone.abort();
    });
    const { origin } = request.headers;
    const crossOrigin = allowOrigin(origin, options.origins);
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    response.setHeader('Vary', 'Origin, Accept-Encoding');
    for (const [name, value] of Object.entries(crossOrigin)) response.setHeader(name, value);
    const isPreflight = request.method === 'OPTIONS' && 'access-control-request-method' in request.headers;
    const reply = isPreflight
      ? answerPreflight(origin, Object.keys(crossOrigin).length > 0)
      : await answer(request, path, gone.signal);
    request.resume();
    if (!gone.signal.aborted) await send(request, response, reply);
  }

  return (request, response, path) => {
    handle(request, response, path).catch(() => response.destroy());
  };
}

function answerPreflight(origin: string | undefined, isAllowed: boolean): ProtocolReply {
  if (isAllowed) return { status: 204, headers: preflightHeaders, body: new Uint8Array() };
  return replyJson({ error: `Expected an origin that may call, got ${origin ?? 'none'}.` }, 403);
}

function answerMetrics(method: string, backend: EngineBackend): ProtocolReply {
  if (method !== 'GET') return replyJson({ error: `Expected GET, got ${method}.` }, 405, { Allow: 'GET' });
  return {
    status: 200,
    headers: { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' },
    body: encoder.encode(backend.prometheus()),
  };
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: ProtocolReply,
): Promise<void> {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.statusCode = status;
  const isPacked = body.byteLength >= minPackedBytes && acceptsGzip(request.headers['accept-encoding']);
  const content = isPacked ? await pack(body, { level: constants.Z_BEST_SPEED }) : body;
  if (response.destroyed) return;
  if (isPacked) response.setHeader('Content-Encoding', 'gzip');
  if (status !== 204) response.setHeader('Content-Length', content.byteLength);
  response.end(content);
}

function acceptsGzip(accepted: string | string[] | undefined): boolean {
  return String(accepted ?? '')
    .split(',')
    .some((entry) => /^\s*gzip\s*(;\s*q=(1|0\.\d*[1-9]).*)?$/i.test(entry));
}
