import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NearsideError, type LoadProgress, type Nearside } from '../../client/index.ts';
import { PortEngine } from '../engine/portEngine.ts';
import { serveWidgets } from './serveWidgets.ts';

const trace = {
  id: '1',
  source: 'local',
  variant: 'int8',
  backend: 'wasm',
  batchSize: 1,
  queueMs: 0,
  inputMs: 0,
  computeMs: 1,
  outputMs: 0,
  totalMs: 1,
};
const answer = { labels: [{ label: 'deu', score: 1 }], trace };

function makeNearside() {
  return {
    predict: vi.fn(() => Promise.resolve(answer) as Promise<unknown>),
    models: {
      load: vi.fn(() => Promise.resolve({ task: 'text-classification', inputs: [] }) as Promise<unknown>),
    },
    settings: { get: vi.fn(() => Promise.resolve({}) as Promise<unknown>) },
    close: vi.fn(() => Promise.resolve()),
  };
}

let ports: MessageChannel;

beforeEach(() => {
  ports = new MessageChannel();
});

afterEach(() => {
  ports.port1.close();
  ports.port2.close();
});

function start(nearside = makeNearside()) {
  let tell: (progress: LoadProgress) => void = () => undefined;
  const connect = vi.fn((onProgress: (progress: LoadProgress) => void) => {
    tell = onProgress;
    return Promise.resolve(nearside as unknown as Nearside);
  });
  const sayGoodbye = serveWidgets(ports.port2, { partition: 'https://host.example', connect });
  const onEnded = vi.fn();
  const engine = new PortEngine(ports.port1, onEnded);
  return {
    engine,
    nearside,
    connect,
    sayGoodbye,
    onEnded,
    tell: (progress: LoadProgress) => {
      tell(progress);
    },
  };
}

test('a prediction comes through as it is, in a partition of the host', async () => {
  const { engine, nearside } = start();
  expect(await engine.predict('language-id', 'Hallo')).toEqual(answer);
  expect(nearside.predict.mock.calls[0]).toMatchObject([
    'language-id',
    'Hallo',
    { partition: 'https://host.example' },
  ]);
});

test('a model is loaded with its progress, and told how it is asked', async () => {
  const { engine, nearside, tell } = start();
  const loaded = Promise.withResolvers<unknown>();
  nearside.models.load.mockReturnValue(loaded.promise);
  const shares: number[] = [];
  const seen = Promise.withResolvers<undefined>();
  const loading = engine.load('language-id', (share) => {
    shares.push(share);
    if (shares.length === 2) seen.resolve(undefined);
  });
  await vi.waitUntil(() => nearside.models.load.mock.calls.length === 1);
  const progress = { model: 'language-id', stage: 'download', totalBytes: 4 } as const;
  tell({ ...progress, model: 'digits', loadedBytes: 3 });
  tell({ ...progress, loadedBytes: 1 });
  tell({ ...progress, loadedBytes: 4 });
  await seen.promise;
  loaded.resolve({ task: 'text-classification', inputs: [] });
  expect(await loading).toEqual({ name: 'language-id', entry: 'text' });
  expect(shares).toEqual([0.25, 1]);
});

test('errors keep their code, and one connection serves all calls', async () => {
  const { engine, nearside, connect } = start();
  nearside.predict.mockRejectedValueOnce(new NearsideError('not-found', 'no such model'));
  await expect(engine.predict('nobody', 'a')).rejects.toMatchObject({
    name: 'NearsideError',
    code: 'not-found',
    message: 'no such model',
    retryable: false,
  });
  await engine.predict('language-id', 'a');
  expect(connect).toHaveBeenCalledTimes(1);
});

test('a connection that failed, or whose engine is gone, is made anew by the next call', async () => {
  const { engine, nearside, connect } = start();
  connect.mockRejectedValueOnce(new NearsideError('unsupported', 'no workers'));
  await expect(engine.predict('a', 'b')).rejects.toMatchObject({ code: 'unsupported' });
  nearside.predict.mockRejectedValueOnce(new NearsideError('worker-lost', 'a run hung'));
  await expect(engine.predict('a', 'b')).rejects.toMatchObject({ code: 'worker-lost' });
  expect(await engine.predict('a', 'b')).toEqual(answer);
  expect(connect).toHaveBeenCalledTimes(2);

  nearside.predict.mockRejectedValueOnce(new NearsideError('worker-lost', 'the engine stopped'));
  nearside.settings.get.mockRejectedValue(new NearsideError('worker-lost', 'the engine stopped'));
  await expect(engine.predict('a', 'b')).rejects.toMatchObject({ code: 'worker-lost' });
  await vi.waitUntil(() => nearside.close.mock.calls.length === 1);
  expect(await engine.predict('a', 'b')).toEqual(answer);
  expect(connect).toHaveBeenCalledTimes(3);
});

test("an abort rejects with the signal's reason and reaches the engine", async () => {
  const { engine, nearside } = start();
  const aborted = Promise.withResolvers<undefined>();
  nearside.predict.mockImplementation(((_: string, __: string, { signal }: { signal: AbortSignal }) => {
    signal.addEventListener('abort', () => {
      aborted.resolve(undefined);
    });
    return new Promise(() => undefined);
  }) as never);
  const controller = new AbortController();
  const asked = engine.predict('a', 'b', controller.signal);
  await vi.waitUntil(() => nearside.predict.mock.calls.length === 1);
  controller.abort(new Error('enough'));
  await expect(asked).rejects.toThrow('enough');
  await aborted.promise;
  await expect(engine.predict('a', 'b', controller.signal)).rejects.toThrow('enough');
});

test('a frame that says goodbye rejects what is open and all that comes', async () => {
  const { engine, nearside, sayGoodbye, onEnded } = start();
  nearside.predict.mockReturnValue(new Promise(() => undefined));
  const asked = engine.predict('a', 'b');
  await vi.waitUntil(() => nearside.predict.mock.calls.length === 1);
  sayGoodbye();
  await expect(asked).rejects.toMatchObject({ code: 'worker-lost', retryable: true });
  await expect(engine.predict('a', 'b')).rejects.toMatchObject({ code: 'worker-lost' });
  expect(onEnded.mock.calls).toEqual([[true]]);
});

test('a closed engine rejects with closed and is not lost', async () => {
  const { engine, onEnded } = start();
  const asked = engine.predict('a', 'b');
  engine.close();
  await expect(asked).rejects.toMatchObject({ code: 'closed' });
  expect(onEnded.mock.calls).toEqual([[false]]);
});

test('what cannot be cloned is bad input', async () => {
  const { engine } = start();
  await expect(engine.predict('a', { x: () => 1 })).rejects.toMatchObject({ code: 'bad-input' });
});
