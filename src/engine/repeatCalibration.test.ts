import { expect, test } from 'vitest';
import type { StoredVerdict } from '../core/scheduling/keptVerdict.ts';
import { startTestEngine, type TestEngine, type TestPage } from './testing/startTestEngine.ts';

const isLoadedMs = 100;
const isMeasuredMs = 200_000;

async function visit(
  verdicts: Map<string, StoredVerdict>,
  adapter?: string,
  versions: readonly string[] = ['1'],
): Promise<TestEngine & { readonly page: TestPage }> {
  const engine = startTestEngine({ verdicts, versions });
  engine.adapter.name = adapter;
  const page = engine.connect();
  void page.control.loadModel('wide');
  await engine.clock.advance(isLoadedMs);
  return { ...engine, page };
}

async function measured(): Promise<Map<string, StoredVerdict>> {
  const verdicts = new Map<string, StoredVerdict>();
  const { page, clock } = await visit(verdicts);
  const calibrating = page.control.calibrateModel('wide');
  await clock.advance(isMeasuredMs);
  await calibrating;
  return verdicts;
}

test('a verdict that still holds is not made again, and a model that was never measured is left alone', async () => {
  const verdicts = await measured();
  const again = await visit(verdicts);
  await again.clock.advance(isMeasuredMs);
  expect(again.factory.instances).toHaveLength(1);
  const other = await visit(new Map());
  await other.clock.advance(isMeasuredMs);
  expect(other.factory.instances).toHaveLength(1);
});

test('in other surroundings a model is measured again once it is quiet, and no request waits for that', async () => {
  const { page, clock, factory } = await visit(await measured(), 'another');
  expect(await page.control.readVerdict('wide')).toMatchObject({ changed: ['the graphics adapter'] });
  const id = page.infer('wide', [[1, 0]]);
  await clock.advance(20);
  expect(page.answers.get(id)).toMatchObject([{ trace: { source: 'local' } }]);
  expect(factory.instances).toHaveLength(1);
  await clock.advance(isMeasuredMs);
  expect(await page.control.readVerdict('wide')).toMatchObject({ changed: [] });
  expect(page.control.snapshot().total).toMatchObject({ requests: 1, inferences: 1 });
});

test('between one way and the next it waits while requests come', async () => {
  const { page, clock, factory } = await visit(await measured(), 'another');
  await clock.advance(600);
  const begun = factory.instances.length;
  expect(begun).toBeGreaterThan(1);
  for (let round = 0; round < 100; round += 1) {
    page.infer('wide', [[round, 0]]);
    await clock.advance(isLoadedMs);
  }
  expect(factory.instances.length).toBeLessThanOrEqual(begun + 1);
  await clock.advance(isMeasuredMs);
  expect(await page.control.readVerdict('wide')).toMatchObject({ changed: [] });
});

test('other bytes of a model that was measured are measured too', async () => {
  const verdicts = await measured();
  const { page, clock } = await visit(verdicts, undefined, ['2', '1']);
  expect(await page.control.readVerdict('wide')).toBeUndefined();
  await clock.advance(isMeasuredMs);
  expect(await page.control.readVerdict('wide')).toMatchObject({
    changed: [],
    calibration: { version: '2' },
  });
});

test('where data are to be saved nothing is measured', async () => {
  const verdicts = await measured();
  const engine = startTestEngine({ verdicts });
  engine.adapter.name = 'another';
  engine.device.isSparing = true;
  const page = engine.connect();
  void page.control.loadModel('wide');
  await engine.clock.advance(isMeasuredMs);
  expect(engine.factory.instances).toHaveLength(1);
});
