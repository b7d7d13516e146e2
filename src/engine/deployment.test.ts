import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endless, poison } from './testing/fakeInstances.ts';
import type { FakeModelName } from './testing/fakeModels.ts';
import { startTestEngine, type TestEngine, type TestPage } from './testing/startTestEngine.ts';

async function startLoaded(model: FakeModelName): Promise<TestEngine & { readonly page: TestPage }> {
  const engine = startTestEngine();
  const page = engine.connect();
  void page.control.loadModel(model);
  await engine.clock.advance(100);
  return { ...engine, page };
}

function codesOf(page: TestPage, ids: readonly number[]): readonly (string | undefined)[] {
  return ids.map((id) => {
    expect(page.answers.get(id)).toHaveLength(1);
    return page.answers.get(id)![0]!.error?.code;
  });
}

describe('order', () => {
  const traffic = fc.array(
    fc.record({
      rows: fc.integer({ min: 1, max: 12 }),
      width: fc.constantFrom(2, 3),
      priority: fc.constantFrom(1, 2, 3),
      waitMs: fc.constantFrom(0, 0, 0, 2, 9),
    }),
    { maxLength: 40, size: 'max' },
  );

  test.each(['wide', 'linear', 'held', 'coupled'] as const)(
    'runs of %s take rows of one shape and priority first in, first out',
    async (model) => {
      await fc.assert(
        fc.asyncProperty(traffic, async (asked) => {
          const { clock, factory, page } = await startLoaded(model);
          const lanes = new Map<number, string>();
          for (const { rows, width, priority, waitMs } of asked) {
            const marks = Array.from({ length: rows }, (_, row) => lanes.size + row);
            for (const mark of marks) lanes.set(mark, `${width} ${priority}`);
            page.infer(
              model,
              marks.map((mark) => (width === 2 ? [mark, 0] : [mark, 0, 7])),
              { priority },
            );
            await clock.advance(waitMs);
          }
          await clock.advance(100_000);
          const ran = factory.posted.flatMap((job) => job.rows.map((row) => row[0]!));
          expect(ran.toSorted((left, right) => left - right)).toEqual([...lanes.keys()]);
          for (const lane of new Set(lanes.values())) {
            const own = ran.filter((mark) => lanes.get(mark) === lane);
            expect(own).toEqual(own.toSorted((left, right) => left - right));
          }
        }),
        { numRuns: 12 },
      );
    },
  );

  test('a higher priority overtakes what waits', async () => {
    const { clock, factory, page } = await startLoaded('linear');
    for (const mark of [1, 2, 3]) page.infer('linear', [[mark, 0, 7]], { priority: 3 });
    await clock.advance(0);
    page.infer('linear', [[9, 0, 7]], { priority: 1 });
    await clock.advance(100);
    const order = factory.posted.map(({ rows }) => rows[0]![0]);
    expect(order.indexOf(9)).toBeLessThan(order.indexOf(3));
  });
});

describe('batches', () => {
  test('a model that gains from them shares a run, one that does not runs alone', async () => {
    for (const [model, most] of [
      ['wide', 8],
      ['linear', 1],
    ] as const) {
      const { clock, factory, page } = await startLoaded(model);
      page.predict(
        model,
        Array.from({ length: 8 }, (_, mark) => [mark, 0, 7]),
      );
      await clock.advance(1000);
      expect(factory.posted.map(({ rows }) => rows.length)).toEqual(
        Array.from({ length: 8 / most }, () => most),
      );
    }
  });

  test('a request of more rows than the cap is cut and joined', async () => {
    const { clock, factory, page } = await startLoaded('wide');
    const marks = Array.from({ length: 21 }, (_, mark) => mark);
    const id = page.infer(
      'wide',
      marks.map((mark) => [mark, 0]),
      { outputs: ['z'] },
    );
    await clock.advance(1000);
    const z = { shape: [21, 1], data: Int32Array.from(marks) };
    expect(page.answers.get(id)).toMatchObject([{ outputs: { z }, trace: { batchSize: 8 } }]);
    expect(factory.posted.map(({ rows }) => rows.length)).toEqual([8, 8, 5]);
  });

  test('only the poisoned request of a failed batch fails', async () => {
    const { clock, page } = await startLoaded('wide');
    page.infer('wide', [[0, 0]]);
    const ids = Array.from({ length: 7 }, (_, mark) => page.infer('wide', [[mark, mark === 3 ? poison : 0]]));
    await clock.advance(1000);
    expect(codesOf(page, ids)).toEqual(ids.map((_, mark) => (mark === 3 ? 'bad-input' : undefined)));
    expect(page.control.snapshot().total).toMatchObject({
      errors: { 'bad-input': 1 },
      queueDepth: 0,
      inFlight: 0,
    });
  });

  test('without batching every request runs alone', async () => {
    const { clock, factory, page } = await startLoaded('wide');
    void page.control.updateSettings({ batching: false });
    await clock.advance(1);
    page.predict(
      'wide',
      Array.from({ length: 9 }, (_, mark) => [mark, 0]),
    );
    await clock.advance(1000);
    expect(factory.posted.map(({ rows }) => rows.length)).toEqual(Array.from({ length: 9 }, () => 1));
  });
});

test('the cap of the settings holds for requests of more rows as well, and is told', async () => {
  const { clock, factory, page } = await startLoaded('wide');
  void page.control.updateSettings({ batches: { wide: { maxBatch: 2 } } });
  await clock.advance(1);
  const id = page.infer(
    'wide',
    Array.from({ length: 8 }, (_, mark) => [mark, 0]),
  );
  await clock.advance(1000);
  expect(codesOf(page, [id])).toEqual([undefined]);
  expect(factory.posted.map(({ rows }) => rows.length)).toEqual([2, 2, 2, 2]);
  expect((await page.control.listModels()).find(({ name }) => name === 'wide')).toMatchObject({
    maxBatch: 2,
  });
});

test('a delay holds nothing beyond the deadline of any that waits', async () => {
  const { clock, page } = await startLoaded('wide');
  void page.control.updateSettings({ batches: { wide: { maxQueueDelayMs: 100 } } });
  await clock.advance(1);
  const patient = page.infer('wide', [[0, 0]]);
  const urgent = page.infer('wide', [[1, 0]], { deadlineMs: 40 });
  await clock.advance(40);
  expect(codesOf(page, [patient, urgent])).toEqual([undefined, undefined]);
});

describe('a lost worker', () => {
  test('is replaced and its requests run once more', async () => {
    const { clock, factory, page } = await startLoaded('wide');
    const ids = Array.from({ length: 20 }, (_, mark) => page.infer('wide', [[mark, 0]]));
    factory.living[0]!.lose('killed');
    await clock.advance(1000);
    expect(codesOf(page, ids)).toEqual(ids.map(() => undefined));
    expect(factory.instances).toHaveLength(2);
  });

  test('fails the requests that had lost one before, and only those', async () => {
    const { clock, factory, page } = await startLoaded('linear');
    const ids = [0, 1, 2, 3].map((mark) => page.infer('linear', [[mark, 0, 7]]));
    await clock.advance(0);
    factory.living[0]!.lose('killed');
    await clock.advance(21);
    factory.living[0]!.lose('killed');
    await clock.advance(1000);
    expect(factory.posted.slice(0, 2).map(({ rows }) => rows[0]![0])).toEqual([0, 0]);
    expect(codesOf(page, ids)).toEqual(['worker-lost', undefined, undefined, undefined]);
  });

  test('of a batch, what takes every worker with it fails alone', async () => {
    const { clock, factory, page } = await startLoaded('wide');
    const ids = Array.from({ length: 8 }, (_, mark) => page.infer('wide', [[mark, 0]]));
    const deadly = 3;
    let losses = 0;
    for (let step = 0; step < 5000; step += 1) {
      await clock.advance(0.1);
      for (const instance of factory.living) {
        if (!instance.running.some(([mark]) => mark === deadly)) continue;
        instance.lose('killed');
        losses += 1;
      }
    }
    expect(losses).toBe(2);
    expect(codesOf(page, ids)).toEqual(ids.map((_, mark) => (mark === deadly ? 'worker-lost' : undefined)));
  });

  test('a hung run fails without a replay after 30 s and frees the model', async () => {
    const { clock, factory, page } = await startLoaded('wide');
    const hung = page.infer('wide', [[1, endless]]);
    await clock.advance(29_000);
    expect(page.answers.get(hung)).toBeUndefined();
    await clock.advance(2000);
    expect(codesOf(page, [hung])).toEqual(['worker-lost']);
    const next = page.infer('wide', [[2, 0]]);
    await clock.advance(1000);
    expect(codesOf(page, [next])).toEqual([undefined]);
    expect(factory.posted).toHaveLength(2);
    expect(factory.living).toHaveLength(1);
  });

  test('that cannot be started again fails what waits and says so', async () => {
    const { clock, factory, page } = await startLoaded('wide');
    factory.outcomes.push(...Array.from({ length: 12 }, () => 'death' as const));
    const id = page.infer('wide', [[1, 0]]);
    factory.living[0]!.lose('killed');
    await clock.advance(100_000);
    expect(codesOf(page, [id])).toEqual(['worker-lost']);
    expect(page.control.snapshot().instances).toMatchObject([{ model: 'wide', state: 'failed' }]);
  });
});

describe('deadlines', () => {
  test('that pass together are told in one message', async () => {
    const { clock, connect } = startTestEngine();
    const page = connect();
    const rows = Array.from({ length: 500 }, (_, mark) => [mark, 0]);
    const ids = page.predict('wide', rows, { deadlineMs: 10 });
    await clock.advance(10);
    expect(codesOf(page, ids)).toEqual(ids.map(() => 'deadline'));
    expect(page.messages.filter(({ kind }) => kind === 'refused')).toHaveLength(1);
  });

  test('reject what waits, runs or still loads within 50 ms', async () => {
    const { clock, connect } = startTestEngine();
    const page = connect();
    const loading = page.infer('wide', [[1, 0]], { deadlineMs: 10 });
    await clock.advance(10);
    expect(codesOf(page, [loading])).toEqual(['deadline']);
    await clock.advance(100);
    const startedAt = clock.now();
    const running = page.infer('wide', [[2, endless]], { deadlineMs: 300 });
    await clock.advance(0);
    const waiting = page.infer('wide', [[3, 0]], { deadlineMs: 200 });
    const patient = page.infer('wide', [[4, 0]]);
    await clock.advance(60_000);
    expect(codesOf(page, [running, waiting, patient])).toEqual(['deadline', 'deadline', undefined]);
    expect(page.answers.get(waiting)![0]!.at - startedAt).toBeLessThanOrEqual(250);
    expect(page.answers.get(running)![0]!.at - startedAt).toBeLessThanOrEqual(350);
  });

  test('the default of the settings holds for requests that name none', async () => {
    const { clock, page } = await startLoaded('wide');
    void page.control.updateSettings({ deadlineMs: 5 });
    await clock.advance(1);
    const running = page.infer('wide', [[1, endless]]);
    await clock.advance(0);
    const ids = [running, page.infer('wide', [[1, 0]], { deadlineMs: 70_000 })];
    await clock.advance(60_000);
    expect(codesOf(page, ids)).toEqual(['deadline', undefined]);
  });
});

test('a closed page takes its requests with it and leaves the others', async () => {
  const { clock, page, connect } = await startLoaded('linear');
  const other = connect();
  const gone = [1, 2, 3].map((mark) => page.infer('linear', [[mark, 0]]));
  const kept = other.infer('linear', [[9, 0]]);
  page.close();
  await clock.advance(1000);
  expect(gone.map((id) => page.answers.get(id))).toEqual([undefined, undefined, undefined]);
  expect(codesOf(other, [kept])).toEqual([undefined]);
  expect(other.control.snapshot().total).toMatchObject({ queueDepth: 0, inFlight: 0 });
});
