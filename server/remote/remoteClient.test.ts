import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { InferRequest } from '../../src/core/protocol/inference.ts';
import { endless } from '../../src/engine/testing/fakeInstances.ts';
import { RemoteClient } from '../../src/platform/network/remoteClient.ts';
import { startTestRemote } from './testing/startTestRemote.ts';

const remote = await startTestRemote();
const timeoutMs = 20_000;
let faulty: Server | undefined;

afterAll(() => remote.close());

afterEach(() => {
  faulty?.close();
  faulty?.closeAllConnections();
  faulty = undefined;
});

interface Seen {
  readonly type: string;
  readonly encoding: string;
  readonly authorization: string | undefined;
}

/** An endpoint that answers as it is told, and what it was asked. */
async function startFaulty(
  answer: RequestListener,
): Promise<{ readonly url: string; readonly seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const { headers } = request;
    seen.push({
      type: headers['content-type'] ?? '',
      encoding: headers['content-encoding'] ?? '',
      authorization: headers.authorization,
    });
    request.resume();
    request.on('end', () => {
      answer(request, response);
    });
  });
  faulty = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

function requestOf(...values: readonly number[]): InferRequest {
  const data = Float32Array.from(values);
  return { model: 'wide', inputs: { x: { datatype: 'FP32', shape: [1, data.length], data } } };
}

const isBinary = ({ headers }: IncomingMessage): boolean =>
  headers['content-type'] === 'application/octet-stream';
const answerJson = JSON.stringify({
  model_name: 'wide',
  outputs: [{ name: 'y', datatype: 'FP32', shape: [1, 1], data: [7] }],
});
const seven = { y: { datatype: 'FP32', shape: [1, 1], data: Float32Array.of(7) } };

describe('the reference endpoint', () => {
  test('is asked and answers in binary', async () => {
    const client = new RemoteClient({ url: remote.url });
    const { outputs, version } = (await client.infer(requestOf(3, 0, 0), { timeoutMs })).response;
    expect(version).toBe('2');
    expect(outputs).toEqual({
      y: { datatype: 'FP32', shape: [1, 2], data: Float32Array.of(6, 3) },
      z: { datatype: 'INT32', shape: [1, 1], data: Int32Array.of(3) },
    });
  });

  test('is asked for a version and for some outputs, packed when large', async () => {
    const client = new RemoteClient({ url: remote.url, packFromBytes: 100 });
    const request = { ...requestOf(...Array.from({ length: 500 }, () => 2)), version: '1', outputs: ['z'] };
    for (let round = 0; round < 2; round += 1) {
      const { outputs, version } = (await client.infer(request, { timeoutMs })).response;
      expect({ version, names: Object.keys(outputs) }).toEqual({ version: '1', names: ['z'] });
    }
  });

  test('says what is wrong', async () => {
    const client = new RemoteClient({ url: remote.url });
    await expect(client.infer({ ...requestOf(1), model: 'none' }, { timeoutMs })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(client.infer({ ...requestOf(1), outputs: ['q'] }, { timeoutMs })).rejects.toMatchObject({
      code: 'bad-input',
    });
    await expect(
      client.infer({ ...requestOf(1), parameters: { timeout: 1 } }, { timeoutMs }),
    ).rejects.toMatchObject({ code: 'remote', retryable: true });
  });

  test('is left when the time is over or the caller gives up', async () => {
    const client = new RemoteClient({ url: remote.url });
    const lasting = { ...requestOf(1, endless), model: 'linear' };
    await expect(client.infer(lasting, { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'remote',
      cause: expect.objectContaining({ name: 'TimeoutError' }) as unknown,
    });
    const giving = new AbortController();
    const given = client.infer(lasting, { timeoutMs, signal: giving.signal });
    giving.abort('enough');
    await expect(given).rejects.toBe('enough');
    await expect(client.infer(lasting, { timeoutMs, signal: giving.signal })).rejects.toBe('enough');
  });

  test('tells whether it serves a model', async () => {
    const client = new RemoteClient({ url: remote.url });
    expect(await client.isReady('wide', { timeoutMs })).toBe(true);
    expect(await client.isReady('none', { timeoutMs })).toBe(false);
  });
});

describe('an endpoint that takes JSON alone', () => {
  test.each([400, 415, 500, 'reset'] as const)('is found by trying once (%s)', async (refusal) => {
    const { url, seen } = await startFaulty((request, response) => {
      if (!isBinary(request)) response.end(answerJson);
      else if (refusal === 'reset') request.socket.destroy();
      else response.writeHead(refusal).end('{"detail":"what?"}');
    });
    const client = new RemoteClient({ url, packFromBytes: 0 });
    for (let round = 0; round < 2; round += 1) {
      expect((await client.infer(requestOf(1), { timeoutMs })).response.outputs).toEqual(seven);
    }
    expect(seen.map(({ type }) => type.split('/')[1])).toEqual([
      'octet-stream',
      'octet-stream',
      'json',
      'json',
    ]);
  });

  test('gets binary all the same for numbers that JSON cannot carry', async () => {
    const { url, seen } = await startFaulty((request, response) => {
      response.writeHead(isBinary(request) ? 500 : 200).end(answerJson);
    });
    const client = new RemoteClient({ url });
    await client.infer(requestOf(1), { timeoutMs });
    await expect(client.infer(requestOf(Number.NaN), { timeoutMs })).rejects.toMatchObject({
      code: 'remote',
    });
    expect(seen.at(-1)?.type).toBe('application/octet-stream');
  });
});

test('a request is written once in each form that is tried, and in no other', async () => {
  const { url } = await startFaulty((request, response) => {
    response.writeHead(isBinary(request) ? 500 : 200).end(answerJson);
  });
  const client = new RemoteClient({ url });
  const { model, inputs } = requestOf(1);
  let written = 0;
  const counted = {
    get x() {
      written += 1;
      return inputs['x']!;
    },
  };
  await client.infer({ model, inputs: counted }, { timeoutMs });
  expect(written).toBe(2);
  await client.infer({ model, inputs: counted }, { timeoutMs });
  expect(written).toBe(3);
});

test('no cache mode is named for what is posted: browsers would ask for leave before each call', async () => {
  const modes: (readonly [string | undefined, RequestCache | undefined])[] = [];
  const client = new RemoteClient({
    url: remote.url,
    fetch: (url, init) => {
      modes.push([init?.method, init?.cache]);
      return fetch(url, init);
    },
  });
  await client.infer(requestOf(3, 0, 0), { timeoutMs });
  await client.isReady('wide', { timeoutMs });
  expect(modes).toEqual([
    ['POST', 'default'],
    ['GET', 'no-store'],
  ]);
});

test('an endpoint that unpacks nothing is sent plain bodies from then on', async () => {
  const { url, seen } = await startFaulty((request, response) => {
    response.writeHead(request.headers['content-encoding'] === undefined ? 200 : 501).end(answerJson);
  });
  const client = new RemoteClient({ url, packFromBytes: 0, token: 'secret' });
  for (let round = 0; round < 2; round += 1) await client.infer(requestOf(1), { timeoutMs });
  expect(seen.map(({ encoding }) => encoding)).toEqual(['gzip', '', '']);
  expect(seen.every(({ authorization }) => authorization === 'Bearer secret')).toBe(true);
});

test('an endpoint that takes a form no longer and says so is sent plainer ones', async () => {
  let forms = ['gzip', 'binary'];
  const { url, seen } = await startFaulty((request, response) => {
    const form =
      request.headers['content-encoding'] === 'gzip' ? 'gzip' : isBinary(request) ? 'binary' : 'json';
    response.writeHead(form === 'json' || forms.includes(form) ? 200 : 415).end(answerJson);
  });
  const client = new RemoteClient({ url, packFromBytes: 0 });
  // Packing so small a body never pays, but it is tried first.
  await client.infer(requestOf(1), { timeoutMs });
  forms = [];
  for (let round = 0; round < 2; round += 1) await client.infer(requestOf(1), { timeoutMs });
  const asked = seen.map(({ type, encoding }) => (encoding === '' ? type.split('/')[1] : encoding));
  expect(asked).toEqual(['gzip', 'octet-stream', 'json', 'json']);
});

test('an endpoint that has taken binary is not asked again in JSON', async () => {
  let isWell = true;
  const { url, seen } = await startFaulty((_, response) => {
    response.writeHead(isWell ? 200 : 500).end(answerJson);
  });
  const client = new RemoteClient({ url });
  await client.infer(requestOf(1), { timeoutMs });
  isWell = false;
  await expect(client.infer(requestOf(1), { timeoutMs })).rejects.toMatchObject({ code: 'remote' });
  expect(seen.length).toBe(2);
});

describe('an answer is a failure of the remote', () => {
  const head = { 'Content-Type': 'application/json' };
  test.each<[string, RequestListener]>([
    ['when it is no JSON', (_, response) => response.end('<html>')],
    ['when it holds NaN', (_, response) => response.end(answerJson.replace('7', 'NaN'))],
    ['when it has too few numbers', (_, response) => response.end(answerJson.replace('[7]', '[]'))],
    [
      'when it is cut',
      (_, response) => {
        response.writeHead(200, { ...head, 'Content-Length': '999' }).write(answerJson);
        setImmediate(() => response.destroy());
      },
    ],
    ['when it is too large', (_, response) => response.end(answerJson.padEnd(5000))],
    [
      'when its header is no number',
      (_, response) => {
        response.writeHead(200, { 'Inference-Header-Content-Length': 'x' }).end(answerJson);
      },
    ],
    ['when it leads elsewhere', (_, response) => response.writeHead(307, { Location: remote.url }).end()],
    ['when the server is unwell', (_, response) => response.writeHead(503).end('{"error":"full"}')],
    ['when the token is refused', (_, response) => response.writeHead(403).end('no')],
  ])('%s', async (_, answer) => {
    const { url } = await startFaulty(answer);
    const client = new RemoteClient({ url, maxAnswerBytes: 1000 });
    await expect(client.infer(requestOf(1), { timeoutMs })).rejects.toMatchObject({ code: 'remote' });
  });

  test('when there is nobody', async () => {
    const client = new RemoteClient({ url: 'http://127.0.0.1:1' });
    await expect(client.infer(requestOf(1), { timeoutMs })).rejects.toMatchObject({ code: 'remote' });
    await expect(client.isReady('wide', { timeoutMs })).rejects.toMatchObject({ code: 'remote' });
  });
});
