import type { Page } from '@playwright/test';
import type { Fault } from '../support/frontServer.ts';
import type { Outcome } from '../support/pageTools.ts';
import { expect, test } from '../support/test.ts';

const modelPath = '/models/language-id/1/model.onnx';
const modelName = 'language-id';

/** Loads the model, tells what came of it, and the state that is listed afterwards. */
async function load(
  page: Page,
): Promise<{ outcome: Outcome; state: string | undefined; code: string | undefined }> {
  return await page.evaluate(async (name) => {
    const nearside = await window.nearside;
    const outcome = await window.tools.outcome(nearside.models.load(name));
    const status = (await nearside.models.list()).find((each) => each.name === name);
    return { outcome, state: status?.state, code: status?.error?.code };
  }, modelName);
}

async function expectAnswer(page: Page): Promise<void> {
  const outcome = await page.evaluate(
    async (name) =>
      window.tools.outcome((await window.nearside).predict(name, 'Where is the railway station?')),
    modelName,
  );
  expect(outcome).toMatchObject({ kind: 'answered', label: 'eng' });
}

const isModel = ({ path }: { readonly path: string }): boolean => path === modelPath;

const missing: Fault = (request, response) => {
  if (request.url !== modelPath) return false;
  response.writeHead(404).end();
  return true;
};

test('a missing model file fails with not-found, and Retry loads it once it is back', async ({
  page,
  front,
  quietConsole,
}) => {
  quietConsole.allowMessage(/404/);
  front.fail(missing);
  await page.goto(front.url);
  expect(await load(page)).toMatchObject({
    outcome: { kind: 'rejected', name: 'NearsideError', code: 'not-found' },
    state: 'failed',
    code: 'not-found',
  });
  await expect(page.getByRole('main')).toContainText('not-found');

  front.fail(undefined);
  await page.getByRole('button', { name: `Retry ${modelName}` }).click();
  await page.getByRole('textbox', { name: 'Text' }).fill('Où est la gare la plus proche ?');
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('French');
  await expect(page.getByRole('button', { name: `Retry ${modelName}` })).toHaveCount(0);
});

test('a changed byte fails with integrity and nothing of it is kept', async ({ page, front }) => {
  const bytes = await front.read(modelPath);
  bytes[1_000_000] = bytes[1_000_000]! ^ 1;
  front.fail((request, response) => {
    if (request.url !== modelPath) return false;
    response.writeHead(200, { 'content-length': bytes.length, etag: '"wrong"' }).end(bytes);
    return true;
  });
  await page.goto(front.url);
  const { outcome, state } = await load(page);
  expect(outcome).toMatchObject({ kind: 'rejected', name: 'NearsideError', code: 'integrity' });
  expect(outcome).toHaveProperty('message', expect.stringMatching(/SHA-256/));
  expect(state).toBe('failed');

  front.fail(undefined);
  const before = front.seen.filter(isModel).length;
  expect((await load(page)).outcome).toEqual({ kind: 'done' });
  const [request, ...others] = front.seen.filter(isModel).slice(before);
  expect(others).toEqual([]);
  expect(request?.headers).not.toHaveProperty('range');
  await expectAnswer(page);
});

for (const [what, fault] of [
  ['a list that is missing', (body: string) => ({ status: 404, body })],
  ['a list that is no JSON', () => ({ status: 200, body: '<!doctype html><p>Not found' })],
  ['a list of another form', () => ({ status: 200, body: '{"models":[1,2]}' })],
  ['a server in trouble', () => ({ status: 500, body: 'oops' })],
] as const) {
  test(`${what} rejects every call with a typed error, and calls work once it is back`, async ({
    page,
    front,
    quietConsole,
  }) => {
    quietConsole.allowMessage(/404|500/);
    front.fail((request, response) => {
      if (request.url !== '/models/index.json') return false;
      const { status, body } = fault('');
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
      return true;
    });
    await page.goto(front.url);
    const outcomes = await page.evaluate(async () => {
      const nearside = await window.nearside;
      return await window.tools.outcomes([
        nearside.models.list(),
        nearside.models.load('digits'),
        nearside.predict('digits', window.tools.seven()),
        nearside.tensors('digits', window.tools.seven()),
      ]);
    });
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ kind: 'rejected', name: 'NearsideError' });
      expect(['not-found', 'model-load']).toContain(outcome.kind === 'rejected' && outcome.code);
    }

    front.fail(undefined);
    await expectAnswer(page);
  });
}
