import type { Page } from '@playwright/test';
import { largestDifference, readGolden, readModelNames } from '../support/golden.ts';
import { openApp } from '../support/openApp.ts';
import { servers } from '../support/servers.ts';
import { findHosts } from '../support/tabs.ts';
import { expect, test } from '../support/test.ts';

interface Reply {
  readonly status: number;
  readonly json: unknown;
}

/** A plain fetch, from the page or from a worker of its own that knows nothing of Nearside. */
async function ask(
  page: Page,
  path: string,
  { method = 'GET', json, from = 'page' }: { method?: string; json?: unknown; from?: 'page' | 'worker' } = {},
): Promise<Reply> {
  return await page.evaluate(
    async ([given, how, body, place]) => {
      const url = new URL(given, location.href).href;
      const init = { method: how, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      if (place === 'page') {
        const response = await fetch(url, init);
        return { status: response.status, json: (await response.json()) as unknown };
      }
      const script = new URL('asker.js', location.href).href;
      const worker = new Worker(script);
      const reply = await new Promise<{ status: number; json: unknown }>((resolve) => {
        worker.onmessage = ({ data }: MessageEvent<{ status: number; json: unknown }>) => {
          resolve(data);
        };
        worker.postMessage({ url, init });
      });
      worker.terminate();
      return reply;
    },
    [path, method, json, from] as const,
  );
}

const asker = `onmessage = async ({ data }) => {
  const response = await fetch(data.url, data.init);
  postMessage({ status: response.status, json: await response.json() });
};`;
const golden = readGolden('digits');
const goldenInputs = Object.entries(golden.inputs).map(([name, tensor]) => ({ name, ...tensor }));

test('when the connection is there, /v2 answers what an endpoint answers', async ({ page }) => {
  await page.goto(servers.isolated.url);
  await page.evaluate(() => window.nearside.then(() => undefined));
  expect(await ask(page, '/v2')).toEqual({
    status: 200,
    json: {
      name: 'nearside',
      version: expect.any(String) as unknown,
      extensions: expect.any(Array) as unknown,
    },
  });
  expect(await ask(page, '/v2/health/live')).toEqual({ status: 200, json: { live: true } });
  expect(await ask(page, '/v2/health/ready')).toEqual({ status: 200, json: { ready: true } });
  for (const name of readModelNames()) {
    const { status, json } = await ask(page, `/v2/models/${name}`);
    expect({ status, json }).toMatchObject({ status: 200, json: { name, platform: 'onnxruntime_onnx' } });
    expect((await ask(page, `/v2/models/${name}/ready`)).status).toBe(200);
  }
  expect(await ask(page, '/v2/models/digits/versions/1')).toMatchObject({
    status: 200,
    json: { inputs: [{ name: 'x', datatype: 'FP32' }] },
  });
  const index = await ask(page, '/v2/repository/index', { method: 'POST' });
  expect(index.json).toContainEqual({ name: 'digits', version: '1', state: 'READY' });
});

for (const from of ['page', 'worker'] as const) {
  test(`JSON is inferred as the golden answer says, asked from a ${from}`, async ({ page, front }) => {
    front.fail((request, response) => {
      if (request.url !== '/asker.js') return false;
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(asker);
      return true;
    });
    await openApp(page, { url: front.url });
    const reply = await ask(page, '/v2/models/digits/infer', {
      method: 'POST',
      json: { id: 'seven', inputs: goldenInputs },
      from,
    });
    expect(reply).toMatchObject({ status: 200, json: { id: 'seven', model_name: 'digits' } });
    const { outputs } = reply.json as { outputs: { name: string; data: number[] }[] };
    for (const { name, data } of outputs)
      expect(largestDifference(data, golden.outputs[name]!.data)).toBeLessThan(1e-3);
    const { json } = await ask(page, '/v2/models/digits/stats');
    expect(json).toMatchObject({
      model_stats: [{ name: 'digits', inference_stats: { success: { count: 1 } } }],
    });
  });
}

test('binary tensors go both ways', async ({ page }) => {
  await openApp(page);
  const [name, tensor] = Object.entries(golden.inputs)[0]!;
  const { values, header } = await page.evaluate(
    async ([input, shape, data]) => {
      const bytes = Float32Array.from(data);
      const head = new TextEncoder().encode(
        JSON.stringify({
          inputs: [
            { name: input, shape, datatype: 'FP32', parameters: { binary_data_size: bytes.byteLength } },
          ],
          parameters: { binary_data_output: true },
        }),
      );
      const response = await fetch('/v2/models/digits/infer', {
        method: 'POST',
        headers: { 'Inference-Header-Content-Length': String(head.byteLength) },
        body: new Blob([head, bytes]),
      });
      const length = Number(response.headers.get('Inference-Header-Content-Length'));
      const body = await response.arrayBuffer();
      const header = JSON.parse(new TextDecoder().decode(body.slice(0, length))) as {
        outputs: { name: string; parameters: { binary_data_size: number } }[];
      };
      return { values: [...new Float32Array(body.slice(length))], header };
    },
    [name, tensor.shape, tensor.data] as const,
  );
  expect(header.outputs).toHaveLength(1);
  expect(largestDifference(values, golden.outputs[header.outputs[0]!.name]!.data)).toBeLessThan(1e-3);
});

test('what cannot be answered has the status of its error', async ({ page, quietConsole }) => {
  quietConsole.expectMessage(/Failed to load resource/);
  await openApp(page);
  const error = { error: expect.any(String) as unknown };
  const asked = [
    await ask(page, '/v2/models/nothing'),
    await ask(page, '/v2/nothing'),
    await ask(page, '/v2/models/digits/versions/9/infer', { method: 'POST', json: { inputs: goldenInputs } }),
    await ask(page, '/v2/models/digits/infer', { method: 'POST', json: { inputs: [] } }),
    await ask(page, '/v2/models/digits/infer'),
    await ask(page, '/v2/health/live', { method: 'DELETE' }),
    await ask(page, '/v2/models/digits/infer', {
      method: 'POST',
      json: { inputs: goldenInputs, parameters: { timeout: 1 } },
    }),
  ];
  expect(asked).toEqual([404, 404, 404, 400, 405, 405, 503].map((status) => ({ status, json: error })));
});

test('below a path /v2 is answered at both places', async ({ page }) => {
  await openApp(page, { url: servers.subPath.url, models: [] });
  expect((await ask(page, 'v2/health/live')).status).toBe(200);
  expect((await ask(page, '/v2/health/live')).status).toBe(200);
});

test('requests outlive the tab that hosts the engine; without any tab there is a refusal', async ({
  page,
  context,
  quietConsole,
}) => {
  quietConsole.expectMessage(/Failed to load resource/);
  await openApp(page);
  const guest = await context.newPage();
  await openApp(guest);
  expect(findHosts(context)).toEqual([page]);
  // They wait for the model, which is loaded anew.
  await guest.evaluate(async () => (await window.nearside).models.unload('digits'));
  const waiting = guest.evaluate(async (inputs) => {
    const calls = Array.from({ length: 40 }, () =>
      fetch('/v2/models/digits/infer', { method: 'POST', body: JSON.stringify({ inputs }) }),
    );
    return (await Promise.all(calls)).map(({ status }) => status);
  }, goldenInputs);
  await guest.evaluate(async () => {
    const nearside = await window.nearside;
    await window.tools.until(async () =>
      (await nearside.models.list()).some(({ name, state }) => name === 'digits' && state === 'loading'),
    );
  });
  await page.close();
  expect(new Set(await waiting)).toEqual(new Set([200]));

  await guest.evaluate(async () => {
    await (await window.nearside).close();
  });
  expect(await ask(guest, '/v2/health/ready')).toEqual({
    status: 503,
    json: { error: expect.any(String) as unknown },
  });
});
