import { expect, test } from 'vitest';
import { startTestEngine, type TestEngine, type TestPage } from './testing/startTestEngine.ts';

async function startLoaded(settings: object = {}): Promise<TestEngine & { readonly page: TestPage }> {
  const engine = startTestEngine();
  const page = engine.connect();
  void page.control.updateSettings(settings);
  await engine.clock.advance(1);
  void page.control.loadModel('linear');
  await engine.clock.advance(100);
  return { ...engine, page };
}

const rows = Array.from({ length: 8 }, (_, row) => [row, 0, 7]);

/** Every tenth of a second asks for so many runs of 24 ms. */
async function ask(
  { clock, page }: { readonly clock: TestEngine['clock']; readonly page: TestPage },
  runs: number,
  seconds: number,
): Promise<number[]> {
  const ids: number[] = [];
  for (let tick = 0; tick < 10 * seconds; tick += 1) {
    for (let run = 0; run < runs; run += 1) ids.push(page.infer('linear', rows, { cache: 'bypass' }));
    await clock.advance(100);
  }
  return ids;
}

const instancesOf = (page: TestPage): number => page.control.snapshot().instances.length;

test('a model under load gets more instances, and loses them when it is calm again', async () => {
  const engine = await startLoaded();
  expect(instancesOf(engine.page)).toBe(1);
  await ask(engine, 2, 10);
  expect(instancesOf(engine.page)).toBe(1);
  const ids = await ask(engine, 6, 15);
  expect(instancesOf(engine.page)).toBeGreaterThan(1);
  expect(new Set(engine.factory.posted.map(({ instance }) => instance)).size).toBeGreaterThan(1);
  await ask(engine, 1, 130);
  expect(instancesOf(engine.page)).toBe(1);
  for (const id of ids) expect(engine.page.answers.get(id)).toMatchObject([{ trace: {} }]);
});

test('the first instance proves and times, those after it are told what it found', async () => {
  const { factory } = await startLoaded({ instances: 3 });
  expect(factory.instances.map(({ spec }) => spec.proved)).toEqual([undefined, 'independent', 'independent']);
});

test('a new instance takes nothing before it is warm', async () => {
  const engine = await startLoaded();
  engine.factory.loadMs = 4000;
  await ask(engine, 6, 8);
  const starting = engine.factory.instances.filter(({ isReady }) => !isReady);
  expect(starting.length).toBeGreaterThan(0);
  for (const { id } of starting)
    expect(engine.factory.posted.some(({ instance }) => instance === id)).toBe(false);
});

test('a number in the settings is kept', async () => {
  const engine = await startLoaded({ instances: 2 });
  await ask(engine, 12, 15);
  expect(instancesOf(engine.page)).toBe(2);
  await ask(engine, 1, 100);
  expect(instancesOf(engine.page)).toBe(2);
});
