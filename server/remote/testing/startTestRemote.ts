import { createServer, type IncomingHttpHeaders, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defaultSettings } from '../../../src/core/settings/settingsValue.ts';
import { createEngine } from '../../../src/engine/createEngine.ts';
import { createEngineBackend } from '../../../src/engine/createEngineBackend.ts';
import { FakeFactory } from '../../../src/engine/testing/fakeInstances.ts';
import { createFakeReader } from '../../../src/engine/testing/fakeModels.ts';
import { createHash128 } from '../../../src/platform/crypto/createHash128.ts';
import { serverProbe } from '../serverProbe.ts';
import { createRemoteHandler, type RemoteOptions } from '../createRemoteHandler.ts';
import { noResultStore } from '../noResultStore.ts';
import { serverClock } from '../serverClock.ts';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Sends the body without saying how long it is. */
  readonly isChunked?: boolean;
  readonly signal?: AbortSignal;
}

export interface TestRemote {
  readonly url: string;
  readonly factory: FakeFactory;
  /** One request as it stands, its answer unpacked by nobody. */
  ask(path: string, question?: Question): Promise<Reply>;
  infer(model: string, body: unknown, question?: Question): Promise<Reply>;
  prometheus(): string;
  close(): Promise<void>;
}

/** The endpoint on a real socket over fake instances that take real milliseconds. */
export async function startTestRemote(options: Partial<RemoteOptions> = {}): Promise<TestRemote> {
  const factory = new FakeFactory(serverClock);
  factory.marksVersions = false;
  const { reader } = createFakeReader({ versions: ['1', '2'] });
  const engine = createEngine({
    clock: serverClock,
    factory,
    reader,
    verdicts: { read: () => Promise.resolve(undefined), write: () => Promise.resolve() },
    probe: serverProbe,
    settingsStore: {
      read: () => Promise.resolve({ cache: { ...defaultSettings.cache, enabled: false } }),
      write: () => Promise.resolve(),
    },
    hash: createHash128(),
    resultStore: noResultStore,
    announceClear: () => undefined,
    imageReader: { read: () => Promise.reject(new Error('There are no images.')) },
    environment: { isolated: false, cores: 2, engineRealm: 'page' },
    pageUrl: 'http://localhost/',
  });
  const backend = createEngineBackend(engine, { clock: serverClock, reader });
  const handle = createRemoteHandler(backend, {
    origins: 'localhost',
    maxBodyBytes: 2 ** 20,
    timeoutMs: 20_000,
    serverVersion: '9.9.9',
    ...options,
  });
  const server = createServer((request, response) => {
    handle(request, response, request.url ?? '/');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const ask = (path: string, question: Question = {}): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const { method = 'GET', body, isChunked = false, signal } = question;
      const length =
        body === undefined || isChunked ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
      const headers = { ...length, ...question.headers };
      const sent = sendRequest({ port, host: '127.0.0.1', path, method, headers, signal, agent: false });
      sent.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          });
        });
      });
      sent.on('error', reject);
      if (isChunked) sent.write(body ?? '');
      sent.end(isChunked ? undefined : body);
    });

  return {
    url: `http://127.0.0.1:${port}`,
    factory,
    ask,
    infer: (model, body, question = {}) =>
      ask(`/v2/models/${model}/infer`, { method: 'POST', body: JSON.stringify(body), ...question }),
    prometheus: () => backend.prometheus(),
    close: async () => {
      await backend.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
