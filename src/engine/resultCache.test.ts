import { expect, test } from 'vitest';
import type { WireOptions } from '../core/protocol/inference.ts';
import { settleMicrotasks } from './testing/settleMicrotasks.ts';
import { ample, cacheSettings, model, startCached, valuesOf } from './testing/startCached.ts';

test('the second identical request is answered from memory, with the trace of a cached answer', async () => {
  const { ask, runs } = await startCached('on');
  const first = await ask([[3, 0]]);
  const second = await ask([[3, 0]]);
  expect(runs()).toBe(1);
  expect(first.trace).toMatchObject({ source: 'local', reason: 'mode' });
  expect(second.trace).toEqual({
    model: 'wide',
    version: '1',
    variant: 'fp32',
    backend: 'wasm',
    source: 'memory',
    batchSize: 1,
    inputMs: 0,
    computeMs: 0,
    outputMs: 0,
  });
  expect(second.queueMs).toBe(0);
  expect(valuesOf(second)).toEqual([6, 2]);
});

test('a prediction and an inference of the same row share a result, and predictions of many rows one message', async () => {
  const { page, clock, answerOf, runs } = await startCached('on');
  const ids = page.predict(model, [
    [1, 0],
    [2, 0],
    [3, 0],
  ]);
  await clock.advance(ample);
  const before = page.messages.length;
  const runsBefore = runs();
  const again = page.predict(model, [
    [1, 0],
    [2, 0],
    [3, 0],
  ]);
  await clock.advance(ample);
  expect(again.map((id) => valuesOf(answerOf(id)!))).toEqual(ids.map((id) => valuesOf(answerOf(id)!)));
  expect(again.map((id) => answerOf(id)!.trace!.source)).toEqual(['memory', 'memory', 'memory']);
  expect(page.messages.slice(before).map(({ kind }) => kind)).toEqual(['lead', 'classified']);
  expect(runs()).toBe(runsBefore);
  const inferred = page.infer(model, [[2, 0]], { outputs: ['y'] });
  await clock.advance(ample);
  expect(answerOf(inferred)!.trace!.source).toBe('memory');
});

test.each<[string, readonly (readonly number[])[], WireOptions & { outputs?: readonly string[] }]>([
  [
    'the same bytes in another shape',
    [
      [1, 2],
      [3, 4],
    ],
    {},
  ],
  ['fewer outputs', [[1, 2, 3, 4]], { outputs: ['y'] }],
  ['another partition', [[1, 2, 3, 4]], { partition: 'ann' }],
  ['another bit', [[1, 2, 3, -4]], {}],
])('%s is another request', async (_, rows, options) => {
  const { ask, runs } = await startCached('on');
  await ask([[1, 2, 3, 4]]);
  const other = await ask(rows, options);
  expect(other.trace!.source).toBe('local');
  expect(valuesOf(other)).toEqual(rows.flatMap((row) => [2 * row[0]!, row.length]));
  expect(runs()).toBe(2);
  expect((await ask(rows, options)).trace!.source).toBe('memory');
});

test('outputs come in the order asked for, whichever order filled the cache', async () => {
  const { ask, runs } = await startCached('on');
  await ask([[1, 2]], { outputs: ['z', 'y'] });
  const { outputs, trace } = await ask([[1, 2]], { outputs: ['y', 'z'] });
  expect(trace!.source).toBe('memory');
  expect(Object.keys(outputs!)).toEqual(['y', 'z']);
  expect([...(outputs!['y']!.data as Float32Array)]).toEqual([2, 2]);
  expect([...(outputs!['z']!.data as Int32Array)]).toEqual([1]);
  expect(runs()).toBe(1);
});

test('what a caller does to its answer changes nobody else’s', async () => {
  const { ask } = await startCached('on');
  for (const source of ['local', 'memory', 'memory']) {
    const answer = await ask([[4, 0]]);
    expect(answer.trace!.source).toBe(source);
    expect(valuesOf(answer)).toEqual([8, 2]);
    (answer.outputs!['y']!.data as Float32Array).fill(99);
  }
});

test('bypass neither reads, fills nor joins; refresh runs and replaces', async () => {
  const { ask, page, runs } = await startCached('on');
  expect((await ask([[5, 0]], { cache: 'bypass' })).trace!.source).toBe('local');
  expect((await ask([[5, 0]])).trace!.source).toBe('local');
  expect((await ask([[5, 0]], { cache: 'bypass' })).trace!.source).toBe('local');
  expect((await ask([[5, 0]], { cache: 'refresh' })).trace!.source).toBe('local');
  expect((await ask([[5, 0]])).trace!.source).toBe('memory');
  expect(runs()).toBe(4);
  expect(page.control.cacheStats()).toMatchObject({ memory: { hits: 1, misses: 1, entries: 1 }, joined: 0 });
});

test('off neither reads nor fills, and a refresh under it drops what is kept', async () => {
  const { ask, page, clock } = await startCached('on');
  await ask([[5, 0]]);
  void page.control.updateSettings({ cache: cacheSettings('off') });
  await clock.advance(1);
  expect((await ask([[5, 0]])).trace!.source).toBe('local');
  expect((await ask([[6, 0]])).trace!.source).toBe('local');
  await ask([[5, 0]], { cache: 'refresh' });
  void page.control.updateSettings({ cache: cacheSettings('on') });
  await clock.advance(1);
  expect((await ask([[5, 0]])).trace!.source).toBe('local');
});

test('a disabled cache is off for every model', async () => {
  const { ask } = await startCached('on', { rest: { enabled: false } });
  await ask([[5, 0]]);
  expect((await ask([[5, 0]])).trace!.source).toBe('local');
});

test('clearing while a run is under way keeps nothing of it', async () => {
  const { ask, page, clock, resultStore } = await startCached('on');
  page.infer(model, [[5, 0]]);
  await settleMicrotasks();
  void page.control.clearCache({ model });
  await clock.advance(ample);
  expect(page.control.cacheStats().memory.entries).toBe(0);
  expect(resultStore.results.size).toBe(0);
  expect((await ask([[5, 0]])).trace!.source).toBe('local');
});

test('clearing by model and partition leaves the rest', async () => {
  const { ask, page, clock } = await startCached('on');
  const askAll = async (): Promise<readonly unknown[]> => [
    (await ask([[1, 0]])).trace!.source,
    (await ask([[1, 0]], { partition: 'ann' })).trace!.source,
    (await ask([[1, 0]], { partition: 'bob' })).trace!.source,
  ];
  await askAll();
  await page.control.clearCache({ partition: 'ann' });
  await clock.advance(ample);
  expect(await askAll()).toEqual(['memory', 'local', 'memory']);
  await page.control.clearCache({ model: 'linear' });
  expect(await askAll()).toEqual(['memory', 'memory', 'memory']);
  await page.control.clearCache({ model });
  expect(await askAll()).toEqual(['local', 'local', 'local']);
  await expect(async () => page.control.clearCache({ modell: model } as object)).rejects.toMatchObject({
    code: 'bad-input',
  });
});

test('rows of a coupled model are kept, since they run alone; a fixed batch is kept whole', async () => {
  const { page, clock, answerOf } = await startCached('on');
  for (const [name, rows] of [
    [
      'coupled',
      [
        [1, 0],
        [2, 0],
      ],
    ],
    [
      'pinned',
      [
        [1, 0, 7],
        [2, 0, 7],
      ],
    ],
  ] as const) {
    const ids = [];
    for (let round = 0; round < 2; round += 1) {
      ids.push(page.infer(name, rows));
      await clock.advance(ample);
    }
    expect(ids.map((id) => answerOf(id)!.trace!.source)).toEqual(['local', 'memory']);
    expect(valuesOf(answerOf(ids[1]!)!)).toEqual(rows.flatMap((row) => [2 * row[0], row.length]));
  }
});

test('requests include cached ones, inferences do not', async () => {
  const { ask, page } = await startCached('on');
  for (let round = 0; round < 4; round += 1) await ask([[5, 0]]);
  expect(page.control.snapshot().models[model]).toMatchObject({
    requests: 4,
    inferences: 1,
    executions: 1,
    sources: { local: 1, memory: 3 },
    queueDepth: 0,
    inFlight: 0,
  });
});

test('on auto, inputs that never repeat turn the cache off but for a sample, and repeats turn it on again', async () => {
  const { page, clock } = await startCached('auto');
  const askMany = async (marks: readonly number[]): Promise<void> => {
    for (let at = 0; at < marks.length; at += 50) {
      page.predict(
        model,
        marks.slice(at, at + 50).map((mark) => [mark, 0]),
      );
      await clock.advance(ample);
    }
  };
  await askMany(Array.from({ length: 3000 }, (_, index) => 1000 + index));
  const { memory } = page.control.cacheStats();
  expect(page.control.cacheStats().models[model]).toMatchObject({ doesPay: false });
  expect(memory.misses).toBeLessThan(1500);
  await askMany(Array.from({ length: 6000 }, (_, index) => 10_000 + (index % 300)));
  expect(page.control.cacheStats().models[model]).toMatchObject({ doesPay: true });
});
