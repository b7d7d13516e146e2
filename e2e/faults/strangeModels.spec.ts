import type { Page } from '@playwright/test';
import * as strange from '../../src/core/repository/onnx/testing/strangeModels.ts';
import { addModel } from '../support/addModel.ts';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';
import { openApp } from '../support/openApp.ts';

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const gibibyte = 2 ** 30;

/** Notes how long the page's own thread was away at most, while `work` ran. */
async function longestPause(page: Page, work: () => Promise<unknown>): Promise<number> {
  await page.evaluate(() => {
    const state = { last: performance.now(), longestMs: 0 };
    const look = (): void => {
      const now = performance.now();
      state.longestMs = Math.max(state.longestMs, now - state.last);
      state.last = now;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    (globalThis as { pauses?: typeof state }).pauses = state;
  });
  await work();
  return await page.evaluate(() => (globalThis as { pauses?: { longestMs: number } }).pauses!.longestMs);
}

async function expectOthersServe(page: Page): Promise<void> {
  const outcome = await page.evaluate(async () =>
    window.tools.outcome((await window.nearside).predict('digits', window.tools.seven())),
  );
  expect(outcome).toMatchObject({ kind: 'answered', label: '7' });
}

test('files that are no models say what they are', async ({ page }) => {
  await page.goto(servers.isolated.url);
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 95317116\n';
  const whole = strange.fixedClassifier();
  const random = Uint8Array.from({ length: 5000 }, (_, index) => Math.imul(index + 1, 0x9e3779b1) >>> 24);
  for (const [bytes, cause] of [
    [text(pointer), /Git LFS pointer/],
    [text('<!DOCTYPE html><title>Not found</title>'), /web page/],
    [text('{"error": "not found"}'), /JSON/],
    [text('Sorry, not here.\n'.repeat(100)), /text file/],
    [new Uint8Array(0), /empty file/],
    [whole.slice(0, -200), /truncated/],
    [whole.slice(0, 20), /truncated/],
    [random, /damaged|truncated/],
  ] as const) {
    const outcome = await addModel(page, bytes);
    expect(outcome).toMatchObject({ kind: 'rejected', name: 'NearsideError', code: 'model-load' });
    expect(outcome).toHaveProperty('message', expect.stringMatching(cause));
  }
});

for (const [what, make, code] of [
  ['an operator of a set that nobody has', () => strange.unknownOperator(), 'unsupported'],
  ['an operator that ONNX has not', () => strange.unknownOperator({ domain: '' }), 'unsupported'],
  ['nothing but a sequence to give', () => strange.sequenceOutput({ hasTensor: false }), 'unsupported'],
  ['functions that call each other 3000 deep', () => strange.functionChain(3000), 'model-load'],
] as const) {
  test(`a model with ${what} is refused with ${code}, and is not listed`, async ({ page }) => {
    await page.goto(servers.isolated.url);
    expect(await addModel(page, make())).toMatchObject({ kind: 'rejected', name: 'NearsideError', code });
    const names = await page.evaluate(async () =>
      (await (await window.nearside).models.list()).map(({ name }) => name),
    );
    expect(names).not.toContain('strange');
  });
}

test('of a sequence and a tensor the tensor is served; the sequence is refused', async ({ page }) => {
  await page.goto(servers.isolated.url);
  const outcome = await addModel(page, strange.sequenceOutput({ hasTensor: true }));
  expect(outcome).toMatchObject({ kind: 'added', status: { outputs: [{ name: 'y' }] } });
  const [all, tensor, sequence, unknown] = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const x = { datatype: 'FP32', shape: [1, 4], data: Float32Array.of(1, 2, 3, 4) } as const;
    const ask = (outputs?: readonly string[]) =>
      window.tools.outcome(
        nearside.infer({ model: 'strange', inputs: { x }, ...(outputs === undefined ? {} : { outputs }) }),
      );
    return [await ask(), await ask(['y']), await ask(['pieces']), await ask(['nothing'])];
  });
  expect(all).toEqual({ kind: 'done' });
  expect(tensor).toEqual({ kind: 'done' });
  expect(sequence).toMatchObject({ kind: 'rejected', code: 'unsupported' });
  expect(unknown).toMatchObject({ kind: 'rejected', code: 'bad-input' });
});

test('a model that never ends is refused by the deadline, and nothing else waits for it', async ({
  page,
}) => {
  await openApp(page, { models: ['digits'] });
  const pauseMs = await longestPause(page, async () => {
    const refused = addModel(page, strange.endlessLoop());
    await expectOthersServe(page);
    const outcome = await refused;
    expect(outcome).toMatchObject({ kind: 'rejected', name: 'NearsideError', code: 'model-load' });
    expect(outcome).toHaveProperty('message', expect.stringMatching(/deadline of \d+ s/));
  });
  expect(pauseMs).toBeLessThan(1000);
  await expectOthersServe(page);
});

for (const [what, bytes] of [
  ['as it is created', strange.allocates(gibibyte)],
  ['three of them as it is created', strange.allocates(3 * gibibyte)],
  ['when it runs', strange.allocates(2 * gibibyte, { isConstant: false })],
] as const) {
  test(`a model that takes gigabytes ${what} is refused by the byte budget`, async ({ page }) => {
    await openApp(page, { models: ['digits'] });
    const pauseMs = await longestPause(page, async () => {
      const outcome = await addModel(page, bytes);
      expect(outcome).toMatchObject({ kind: 'rejected', name: 'NearsideError', code: 'model-load' });
      expect(outcome).toHaveProperty('message', expect.stringMatching(/byte budget of \d+ MiB/));
    });
    expect(pauseMs).toBeLessThan(1000);
    await expectOthersServe(page);
  });
}

test('data that would lie elsewhere is refused, whatever is handed over', async ({ page }) => {
  await page.goto(servers.isolated.url);
  for (const location of ['../../etc/passwd', '/etc/passwd', 'folder/weights.bin', '..']) {
    const { model, weights } = strange.withExternalData({ location });
    const outcome = await addModel(page, model, { files: { 'weights.bin': weights } });
    expect(outcome).toMatchObject({ kind: 'rejected', code: 'model-load' });
    expect(outcome).toHaveProperty('message', expect.stringMatching(/plain name/));
  }
});

test('URLs: what is missing is not found, what fails cannot be loaded, other schemes are refused', async ({
  page,
  front,
  quietConsole,
}) => {
  quietConsole.allowMessage(/404|503|ERR_/);
  const answers: Readonly<Record<string, number>> = { '/gone.onnx': 404, '/broken.onnx': 503 };
  front.fail((request, response) => {
    const status = answers[request.url ?? ''];
    if (status !== undefined) response.writeHead(status).end('no');
    else if (request.url === '/cut.onnx') response.writeHead(200, { 'content-length': 9999 }).end('short');
    else return false;
    return true;
  });
  await page.goto(front.url);
  for (const [url, code] of [
    ['gone.onnx', 'not-found'],
    ['broken.onnx', 'model-load'],
    ['cut.onnx', 'model-load'],
    ['http://localhost:9/nobody.onnx', 'model-load'],
    ['ftp://localhost/model.onnx', 'bad-input'],
    ['http://', 'bad-input'],
    ['hf:nobody', 'bad-input'],
  ] as const)
    expect(await addModel(page, url), url).toMatchObject({ kind: 'rejected', name: 'NearsideError', code });
});

test('adding can be called off', async ({ page }) => {
  await page.goto(servers.isolated.url);
  const bytes = Array.from(strange.endlessLoop());
  const { outcome, after } = await page.evaluate(async (given) => {
    const nearside = await window.nearside;
    const abort = new AbortController();
    const adding = nearside.models.add(new File([Uint8Array.from(given)], 'loop.onnx'), undefined, {
      signal: abort.signal,
      onProgress: ({ stage }) => {
        if (stage === 'warm') abort.abort(new Error('enough'));
      },
    });
    const outcome = await window.tools.outcome(adding);
    return { outcome, after: (await nearside.models.list()).map(({ name }) => name) };
  }, bytes);
  expect(outcome).toMatchObject({ kind: 'rejected', name: 'Error', message: 'enough' });
  expect(after).not.toContain('loop');
});
