import { expect, test } from 'vitest';
import { instanceBytes } from './instanceBytes.ts';
import { startTestEngine, type TestEngine, type TestPage } from './testing/startTestEngine.ts';

const oneBytes = instanceBytes({ file: { url: '', sizeBytes: 10, sha256: '' } });

async function startWith(
  settings: object,
  models: readonly string[],
): Promise<TestEngine & { readonly page: TestPage }> {
  const engine = startTestEngine({ stored: { memoryBudgetBytes: 2 * oneBytes, ...settings } });
  const page = engine.connect();
  for (const model of models) {
    void page.control.loadModel(model);
    await engine.clock.advance(100);
  }
  return { ...engine, page };
}

async function listReady(page: TestPage): Promise<readonly string[]> {
  return (await page.control.listModels()).filter(({ state }) => state === 'ready').map(({ name }) => name);
}

test('the least used model makes room for another', async () => {
  const { page, clock } = await startWith({}, ['wide', 'linear']);
  page.predict('wide', [[1, 0]]);
  await clock.advance(100);
  void page.control.loadModel('held');
  await clock.advance(100);
  expect(await listReady(page)).toEqual(['wide', 'held']);
});

test('a pinned model stays, and so does one in use', async () => {
  const { page, clock } = await startWith({ pinned: ['wide'] }, ['wide', 'linear']);
  const ids = Array.from({ length: 40 }, (_, row) => page.infer('linear', [[row, 0]]));
  void page.control.loadModel('held');
  await clock.advance(30);
  expect(await listReady(page)).toEqual(['wide', 'linear', 'held']);
  await clock.advance(1000);
  for (const id of ids) expect(page.answers.get(id)).toMatchObject([{ trace: {} }]);
});

test('what was unloaded for room is loaded again by the next request', async () => {
  const { page, clock } = await startWith({}, ['wide', 'linear', 'held']);
  expect(await listReady(page)).not.toContain('wide');
  const id = page.infer('wide', [[3, 0]]);
  await clock.advance(100);
  expect(page.answers.get(id)).toMatchObject([{ trace: { model: 'wide' } }]);
});
