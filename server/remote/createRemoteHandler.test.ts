import { deflateSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { decodeResponse } from '../../src/core/protocol/decodeResponse.ts';
import { encodeRequest } from '../../src/core/protocol/encodeRequest.ts';
import type { Tensor } from '../../src/core/protocol/tensor.ts';
import { endless } from '../../src/engine/testing/fakeInstances.ts';
import { startTestRemote, type Reply } from './testing/startTestRemote.ts';

const remote = await startTestRemote();
const small = await startTestRemote({
  maxBodyBytes: 300,
  timeoutMs: 150,
});

afterAll(async () => {
  await remote.close();
  await small.close();
});

const rowsOf = (...rows: readonly number[][]): Tensor => ({
  datatype: 'FP32',
  shape: [rows.length, rows[0]!.length],
  data: Float32Array.from(rows.flat()),
});
const jsonOf = (...rows: readonly number[][]): object => ({
  inputs: [{ name: 'x', datatype: 'FP32', shape: [rows.length, rows[0]!.length], data: rows.flat() }],
});
const read = ({ body }: Reply): unknown => JSON.parse(body.toString());
const one = jsonOf([3, 0, 0]);
const y = { name: 'y', shape: [1, 2], datatype: 'FP32', data: [6, 3] };
const z = { name: 'z', shape: [1, 1], datatype: 'INT32', data: [3] };

describe('what can be asked', () => {
  test.each<[string, string, unknown]>([
    [
      'GET',
      '/v2',
      {
        name: 'nearside',
        version: '9.9.9',
        extensions: ['binary_tensor_data', 'statistics', 'schedule_policy'],
      },
    ],
    ['GET', '/v2/health/live', { live: true }],
    ['GET', '/v2/health/ready', { ready: true }],
    ['GET', '/v2/models/wide/ready', { name: 'wide', ready: true }],
    ['GET', '/v2/models/wide/versions/1/ready', { name: 'wide', ready: true }],
    ['GET', '/v2/models/held', expect.objectContaining({ name: 'held', versions: ['2', '1'] })],
    ['GET', '/v2/models/held/versions/2', expect.objectContaining({ platform: 'onnxruntime_onnx' })],
    ['GET', '/v2/models/held/config', expect.objectContaining({ name: 'held', input: [] })],
    ['GET', '/v2/models/held/stats', { model_stats: [expect.objectContaining({ name: 'held' })] }],
    ['GET', '/v2/models/held/versions/1/stats', { model_stats: [expect.anything()] }],
    [
      'POST',
      '/v2/repository/index',
      expect.arrayContaining([{ name: 'wide', version: '2', state: 'READY' }]),
    ],
  ])('%s %s', async (method, path, wanted) => {
    const reply = await remote.ask(path, { method });
    expect(reply.status).toBe(200);
    expect(reply.headers['content-type']).toBe('application/json');
    expect(read(reply)).toEqual(wanted);
  });

  test('statistics of all models, and the metrics', async () => {
    const { model_stats: all } = read(await remote.ask('/v2/models/stats')) as { model_stats: unknown[] };
    expect(all.length).toBe(5);
    const reply = await remote.ask('/metrics');
    expect(reply.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(reply.body.toString()).toContain('# TYPE nearside_request_total counter');
  });

  test.each<[number, string, string, object | undefined]>([
    [404, 'GET', '/', undefined],
    [404, 'GET', '/v2/', undefined],
    [404, 'GET', '/v2/models/none', undefined],
    [404, 'GET', '/v2/models/none/ready', undefined],
    [404, 'GET', '/v2/models/none/stats', undefined],
    [404, 'GET', '/v2/models/none/config', undefined],
    [404, 'GET', '/v2/models/wide/versions/7', undefined],
    [404, 'GET', '/v2/models/%E0%A4%A', undefined],
    [404, 'POST', '/v2/models/none/infer', one],
    [404, 'POST', '/v2/models/wide/versions/7/infer', one],
    [405, 'POST', '/v2/health/live', undefined],
    [405, 'GET', '/v2/models/wide/infer', undefined],
    [405, 'DELETE', '/metrics', undefined],
    [400, 'POST', '/v2/repository/index', { ready: 1 }],
  ])('%i for %s %s', async (status, method, path, body) => {
    const reply = await remote.ask(path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(reply.status).toBe(status);
    expect(read(reply)).toEqual({ error: expect.any(String) as string });
  });
});

describe('an inference', () => {
  test('in JSON', async () => {
    const reply = await remote.infer('wide', { id: 'q1', ...one });
    expect(reply.status).toBe(200);
    expect(read(reply)).toEqual({ model_name: 'wide', model_version: '2', id: 'q1', outputs: [y, z] });
  });

  test('of a version and of some outputs', async () => {
    const asked = { ...one, outputs: [{ name: 'z' }] };
    const reply = await remote.infer('held/versions/1', asked);
    expect(read(reply)).toEqual({ model_name: 'held', model_version: '1', outputs: [z] });
  });

  test('in binary, both ways', async () => {
    const { body, headerLength } = encodeRequest({
      inputs: { x: rowsOf([3, 0], [5, 0]) },
      isBinaryOutput: true,
    });
    const headers = { 'Inference-Header-Content-Length': String(headerLength) };
    const reply = await remote.infer('wide', null, { body, headers });
    expect(reply.headers['content-type']).toBe('application/octet-stream');
    const length = Number(reply.headers['inference-header-content-length']);
    expect(decodeResponse(reply.body, length).outputs).toEqual({
      y: { datatype: 'FP32', shape: [2, 2], data: Float32Array.of(6, 2, 10, 2) },
      z: { datatype: 'INT32', shape: [2, 1], data: Int32Array.of(3, 5) },
    });
  });

  test('in binary for one output alone', async () => {
    const outputs = [{ name: 'y', parameters: { binary_data: true } }, { name: 'z' }];
    const reply = await remote.infer('wide', { ...one, outputs });
    const length = Number(reply.headers['inference-header-content-length']);
    expect(JSON.parse(reply.body.subarray(0, length).toString())).toMatchObject({
      outputs: [{ name: 'y', parameters: { binary_data_size: 8 } }, z],
    });
    expect(reply.body.byteLength).toBe(length + 8);
  });

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
  ] as const)('packed with %s, whose header counts unpacked bytes', async (encoding, pack) => {
    const { body, headerLength } = encodeRequest({ inputs: { x: rowsOf([3, 0, 0]) } });
    const headers = {
      'Content-Encoding': encoding,
      'Inference-Header-Content-Length': String(headerLength),
    };
    const reply = await remote.infer('wide', null, { body: pack(body), headers });
    expect(read(reply)).toMatchObject({ outputs: [y, z] });
  });

  test('is answered packed where that is taken and the answer is large', async () => {
    const many = jsonOf(...Array.from({ length: 300 }, (_, row) => [row, 0, 0]));
    const plain = await remote.infer('wide', many);
    expect(plain.headers).not.toHaveProperty('content-encoding');
    expect(plain.headers.vary).toContain('Accept-Encoding');
    const packed = await remote.infer('wide', many, { headers: { 'Accept-Encoding': 'br, gzip;q=0.8' } });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(packed.body.byteLength).toBeLessThan(plain.body.byteLength / 2);
    expect(gunzipSync(packed.body)).toEqual(plain.body);
    for (const accepted of ['gzip;q=0', 'br']) {
      const reply = await remote.infer('wide', many, { headers: { 'Accept-Encoding': accepted } });
      expect(reply.headers).not.toHaveProperty('content-encoding');
    }
    const short = await remote.infer('wide', one, { headers: { 'Accept-Encoding': 'gzip' } });
    expect(short.headers).not.toHaveProperty('content-encoding');
  });

  test('shares its run with others that came at the same time', async () => {
    const before = remote.factory.posted.length;
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, index) => remote.infer('wide', jsonOf([index, 0, 0]))),
    );
    for (const [index, reply] of replies.entries()) {
      expect(read(reply)).toMatchObject({ outputs: [{ data: [2 * index, 3] }, { data: [index] }] });
    }
    const sizes = remote.factory.posted.slice(before).map(({ rows }) => rows.length);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(50);
    expect(Math.max(...sizes)).toBeGreaterThan(1);
  });
});

describe('an inference is refused', () => {
  test.each<[number, string, unknown]>([
    [400, 'without inputs', {}],
    [400, 'with a wrong shape', { inputs: [{ name: 'x', datatype: 'FP32', shape: [3], data: [1, 2, 3] }] }],
    [400, 'with an unknown input', { inputs: [{ name: 'q', datatype: 'FP32', shape: [1, 1], data: [1] }] }],
    [400, 'with an unknown output', { ...one, outputs: [{ name: 'q' }] }],
    [400, 'with a wrong priority', { ...one, parameters: { priority: 9 } }],
    [400, 'with a wrong timeout', { ...one, parameters: { timeout: -1 } }],
    [501, 'with an extension', { ...one, outputs: [{ name: 'y', parameters: { classification: 2 } }] }],
  ])('with %i %s', async (status, _, body) => {
    const reply = await remote.infer('wide', body);
    expect(reply.status).toBe(status);
    expect(read(reply)).toEqual({ error: expect.stringMatching(/expected/i) as string });
  });

  test.each<[number, string, string | Uint8Array, Record<string, string>]>([
    [400, 'that is no JSON', '{', {}],
    [400, 'whose header is no number', '{}', { 'Inference-Header-Content-Length': 'x' }],
    [400, 'whose header lies behind its end', '{}', { 'Inference-Header-Content-Length': '3' }],
    [400, 'that cannot be unpacked', 'plain', { 'Content-Encoding': 'gzip' }],
    [501, 'packed in another way', 'plain', { 'Content-Encoding': 'br' }],
    [
      413,
      'that unpacks to more than is taken',
      gzipSync(Buffer.alloc(2 ** 21)),
      { 'Content-Encoding': 'gzip' },
    ],
  ])('with %i for a body %s', async (status, _, body, headers) => {
    const reply = await remote.infer('wide', null, { body, headers });
    expect(reply.status).toBe(status);
    expect(read(reply)).toHaveProperty('error');
  });

  test.each([false, true])('with 413 for a body that is too large (chunked: %s)', async (isChunked) => {
    const reply = await small.infer('wide', null, { body: ' '.repeat(2000), isChunked });
    expect(reply.status).toBe(413);
    expect(read(reply)).toEqual({ error: 'Expected a body of at most 300 bytes, got a larger one.' });
  });

  test('with 408 for a body that does not come', async () => {
    const reply = await new Promise<Reply>((resolve, reject) => {
      small
        .ask('/v2/models/wide/infer', { method: 'POST', headers: { 'Content-Length': '100' } })
        .then(resolve, reject);
    });
    expect(reply.status).toBe(408);
  });

  test('with 503 once its time is over, its own or the server’s', async () => {
    const lasting = jsonOf([1, endless, 0]);
    for (const reply of [
      await remote.infer('coupled', { ...lasting, parameters: { timeout: 50_000, priority: 1 } }),
      await small.infer('coupled', lasting),
    ]) {
      expect(reply.status).toBe(503);
      expect(reply.headers['retry-after']).toBe('1');
      expect(read(reply)).toEqual({ error: expect.stringContaining('deadline') as string });
    }
  });

  test('by its caller, who went away: it leaves its queue', async () => {
    const gone = new AbortController();
    const pending = (): number =>
      Number(/nearside_pending_requests\{model="linear".*\} (\d+)/.exec(remote.prometheus())?.[1]);
    const inFlight = (): number =>
      Number(/nearside_inflight_requests\{model="linear".*\} (\d+)/.exec(remote.prometheus())?.[1]);
    const running = remote.infer('linear', jsonOf([1, endless, 0]), { signal: gone.signal });
    // Two connections may overtake each other.
    await expect.poll(inFlight).toBe(1);
    const queued = remote.infer('linear', jsonOf([1, 0, 0, 0]), { signal: gone.signal });
    await expect.poll(pending).toBe(1);
    gone.abort();
    await expect(running).rejects.toThrow('aborted');
    await expect(queued).rejects.toThrow('aborted');
    await expect.poll(pending).toBe(0);
  });
});
