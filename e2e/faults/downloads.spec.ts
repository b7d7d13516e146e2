import type { ServerResponse } from 'node:http';
import type { Page } from '@playwright/test';
import type { FrontServer } from '../support/frontServer.ts';
import { expect, test } from '../support/test.ts';

const modelPath = '/models/language-id/1/model.onnx';
const cutAt = 1_000_000;

async function loadAndAsk(page: Page): Promise<string> {
  return await page.evaluate(async () => {
    const nearside = await window.nearside;
    await nearside.models.load('language-id');
    const { labels = [] } = await nearside.predict('language-id', 'Where is the railway station?');
    return labels[0]?.label ?? '';
  });
}

/** Announces all bytes, sends some, and breaks the connection when told to. */
function sendPart(response: ServerResponse, bytes: Buffer, etag: string): () => void {
  response.writeHead(200, { 'content-length': bytes.length, etag, 'accept-ranges': 'bytes' });
  response.write(bytes.subarray(0, cutAt));
  return () => response.destroy();
}

/** Waits until the device holds what was sent: a browser drops what it had not handed on when the connection breaks. */
async function waitForPart(page: Page): Promise<void> {
  await page.evaluate(async (size) => {
    const nearside = await window.nearside;
    const digest = (await nearside.models.list()).find(({ name }) => name === 'language-id')?.digest ?? '';
    await window.tools.until(async () => {
      try {
        const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
        return (await (await folder.getFileHandle(digest)).getFile()).size >= size;
      } catch (error) {
        if (error instanceof DOMException && error.name === 'NotFoundError') return false;
        throw error;
      }
    });
  }, cutAt);
}

const modelRequests = (front: FrontServer) =>
  front.seen.filter(({ path }) => path === modelPath).map(({ headers }) => headers);

/** What a range asks for; undefined without one. */
function readRange(
  range: string | undefined,
  size: number,
): readonly [start: number, end: number] | undefined {
  const match = /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
  if (match === null) return undefined;
  const [, start, end] = match;
  return [Number(start), end === '' ? size - 1 : Number(end)];
}

test('a download that is cut goes on where it stopped', async ({ page, front, quietConsole }) => {
  quietConsole.allowMessage(/ERR_|Failed to load resource/);
  const bytes = await front.read(modelPath);
  let cut: (() => void) | undefined;
  front.fail((request, response) => {
    if (request.url !== modelPath) return false;
    const range = readRange(request.headers.range, bytes.length);
    if (range === undefined) {
      cut = sendPart(response, bytes, '"first"');
      return true;
    }
    const [start, end] = range;
    response.writeHead(206, {
      'content-length': end + 1 - start,
      'content-range': `bytes ${start}-${end}/${bytes.length}`,
      etag: '"first"',
    });
    response.end(bytes.subarray(start, end + 1));
    return true;
  });
  await page.goto(front.url);
  await waitForPart(page);
  cut?.();
  expect(await loadAndAsk(page)).toBe('eng');

  expect(modelRequests(front).map((headers) => [headers.range, headers['if-range']])).toEqual([
    [undefined, undefined],
    [`bytes=${cutAt}-`, '"first"'],
  ]);
});

test('a file that changed since the cut is downloaded whole', async ({ page, front, quietConsole }) => {
  quietConsole.allowMessage(/ERR_|Failed to load resource/);
  const bytes = await front.read(modelPath);
  const older = Buffer.from(bytes).fill(7);
  let cut: (() => void) | undefined;
  front.fail((request, response) => {
    if (request.url !== modelPath) return false;
    if (request.headers.range === undefined) cut = sendPart(response, older, '"older"');
    // The validator no longer fits: the whole of the newer file, as If-Range demands.
    else response.writeHead(200, { 'content-length': bytes.length, etag: '"newer"' }).end(bytes);
    return true;
  });
  await page.goto(front.url);
  await waitForPart(page);
  cut?.();
  expect(await loadAndAsk(page)).toBe('eng');
  expect(modelRequests(front).map((headers) => headers['if-range'])).toEqual([undefined, '"older"']);
});

test('a download that is cut again and again fails with model-load, and loads once it is back', async ({
  page,
  front,
  quietConsole,
}) => {
  quietConsole.allowMessage(/ERR_|Failed to load resource/);
  front.fail((request, response) => {
    if (request.url !== modelPath) return false;
    response.destroy();
    return true;
  });
  await page.goto(front.url);
  const outcome = await page.evaluate(async () =>
    window.tools.outcome((await window.nearside).models.load('language-id')),
  );
  expect(outcome).toMatchObject({ kind: 'rejected', name: 'NearsideError', code: 'model-load' });

  front.fail(undefined);
  expect(await loadAndAsk(page)).toBe('eng');
});

for (const [what, size] of [
  ['shorter', -100],
  ['longer', 100],
] as const) {
  test(`a file that is ${what} than promised fails with integrity`, async ({ page, front, quietConsole }) => {
    quietConsole.allowMessage(/ERR_|Failed to load resource/);
    const bytes = await front.read(modelPath);
    const changed = size < 0 ? bytes.subarray(0, size) : Buffer.concat([bytes, Buffer.alloc(size)]);
    front.fail((request, response) => {
      if (request.url !== modelPath) return false;
      response.writeHead(200, { 'content-length': changed.length }).end(changed);
      return true;
    });
    await page.goto(front.url);
    const outcome = await page.evaluate(async () =>
      window.tools.outcome((await window.nearside).models.load('language-id')),
    );
    expect(outcome).toMatchObject({ kind: 'rejected', name: 'NearsideError', code: 'integrity' });
  });
}

test('bytes that changed on this device are downloaded again', async ({ page, context, front }) => {
  await page.goto(front.url);
  expect(await loadAndAsk(page)).toBe('eng');
  const changed = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const digest = (await nearside.models.list()).find(({ name }) => name === 'language-id')?.digest ?? '';
    await nearside.close();
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
    const handle = await folder.getFileHandle(digest);
    const writable = await handle.createWritable({ keepExistingData: true });
    await writable.write({ type: 'write', position: 1_000_000, data: new Uint8Array([1, 2, 3, 4, 5]) });
    await writable.close();
    return (await handle.getFile()).size;
  });
  expect(changed).toBe((await front.read(modelPath)).length);
  const before = modelRequests(front).length;

  const next = await context.newPage();
  await next.goto(front.url);
  expect(await loadAndAsk(next)).toBe('eng');
  const requests = modelRequests(front).slice(before);
  expect(requests).toHaveLength(1);
  expect(requests[0]).not.toHaveProperty('range');
});
