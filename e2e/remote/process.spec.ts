import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';

const { url, port } = servers.spare;
let started: ChildProcess | undefined;

/** Starts the endpoint as a process of its own and waits until it says where it is. */
async function start(env: Readonly<Record<string, string>> = {}): Promise<ChildProcess> {
  started = spawn('node', ['build/server/remote.js'], {
    env: { ...process.env, PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await once(started.stdout!, 'data');
  return started;
}

test.afterEach(async () => {
  if (started?.exitCode === null && started.signalCode === null) {
    const ended = once(started, 'exit');
    started.kill('SIGKILL');
    await ended;
  }
  started = undefined;
});

test('told to stop, it finishes what is in flight and ends', async () => {
  const server = await start();
  const ended = once(server, 'exit');
  const body = JSON.stringify({
    inputs: [{ name: 'ids', datatype: 'INT32', shape: [1, 3], data: [5, 6, 7] }],
  });
  const headers = { Expect: '100-continue', 'Content-Length': Buffer.byteLength(body) };
  const call = request(`${url}v2/models/language-id/infer`, { method: 'POST', headers });
  const answer = once(call, 'response') as Promise<[IncomingMessage]>;
  call.flushHeaders();
  // The server has the request, and waits for its body.
  await once(call, 'continue');
  server.kill('SIGTERM');
  await expect
    .poll(() =>
      fetch(`${url}v2`).then(
        () => 'answers',
        () => 'is away',
      ),
    )
    .toBe('is away');
  call.end(body);
  const [response] = await answer;

  expect(response.statusCode).toBe(200);
  expect(response.headers.connection).toBe('close');
  const { outputs } = (await json(response)) as {
    readonly outputs: readonly { readonly shape: number[] }[];
  };
  expect(outputs[0]?.shape).toEqual([1, 77]);
  expect(await ended).toEqual([0, null]);
});

test('what comes while a model loads shares its first runs', async () => {
  await start();
  const ask = async (caller: number): Promise<number> => {
    const data = Array.from({ length: 64 }, (_, at) => 1 + at * caller);
    const body = JSON.stringify({ inputs: [{ name: 'ids', datatype: 'INT32', shape: [1, 64], data }] });
    return (await fetch(`${url}v2/models/language-id/infer`, { method: 'POST', body })).status;
  };
  const statuses = await Promise.all(Array.from({ length: 50 }, (_, caller) => ask(caller)));
  expect(new Set(statuses)).toEqual(new Set([200]));
  const response = await fetch(`${url}v2/models/language-id/stats`);
  const { model_stats: all } = (await response.json()) as {
    readonly model_stats: readonly { readonly inference_count: number; readonly execution_count: number }[];
  };
  expect(all[0]?.inference_count).toBe(50);
  expect(all[0]?.execution_count).toBeLessThanOrEqual(10);
});

test('without a readable repository it lives but is not ready', async () => {
  await start({ MODELS: 'build/no-such-folder' });
  expect((await fetch(`${url}v2/health/live`)).status).toBe(200);
  const ready = await fetch(`${url}v2/health/ready`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({ error: expect.stringContaining('repository') });
});

test('serves another folder of models', async () => {
  await start({ MODELS: 'public/models' });
  expect((await fetch(`${url}v2/models/digits/versions/1/ready`)).status).toBe(200);
});

test.describe('a wrong setting', () => {
  for (const [name, value] of [
    ['PORT', 'eighty'],
    ['CORS_ORIGINS', 'example.com'],
    ['MAX_BODY_BYTES', '-1'],
  ] as const) {
    test(`of ${name} is told in one line`, async () => {
      const server = spawn('node', ['build/server/remote.js'], {
        env: { ...process.env, PORT: String(port), [name]: value },
      });
      started = server;
      const chunks: Buffer[] = [];
      server.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
      const [code] = (await once(server, 'close')) as [number];
      const said = Buffer.concat(chunks).toString().trim();
      expect(code).toBe(1);
      expect(said).toContain(name);
      expect(said.split('\n').length).toBe(1);
    });
  }
});
