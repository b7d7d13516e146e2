import { gzipSync } from 'node:zlib';
import { largestDifference, readGolden, readModelNames } from '../support/golden.ts';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';

interface Output {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: readonly number[];
  readonly parameters?: { readonly binary_data_size: number };
}

interface Statistics {
  readonly inference_count: number;
  readonly execution_count: number;
  readonly batch_stats: readonly { readonly batch_size: number }[];
}

const endpoints = { alone: servers.remote.url, mounted: `${servers.isolated.url}remote/` };
const tolerance = 1e-4;

async function infer(base: string, model: string, body: unknown): Promise<Response> {
  return await fetch(`${base}v2/models/${model}/infer`, { method: 'POST', body: JSON.stringify(body) });
}

async function readStatistics(base: string, model: string): Promise<Statistics> {
  const response = await fetch(`${base}v2/models/${model}/stats`);
  const { model_stats: all } = (await response.json()) as { readonly model_stats: readonly Statistics[] };
  return all[0]!;
}

for (const [name, base] of Object.entries(endpoints)) {
  test.describe(`the reference endpoint, ${name}`, () => {
    for (const model of readModelNames()) {
      test(`answers the golden inputs of ${model} in JSON`, async () => {
        const golden = readGolden(model);
        const inputs = Object.entries(golden.inputs).map(([input, tensor]) => ({ name: input, ...tensor }));
        const response = await infer(base, model, { id: model, inputs });
        expect(response.status).toBe(200);
        const answer = (await response.json()) as {
          readonly id: string;
          readonly outputs: readonly Output[];
        };
        expect(answer.id).toBe(model);
        for (const [output, wanted] of Object.entries(golden.outputs)) {
          const came = answer.outputs.find((entry) => entry.name === output)!;
          expect(came.shape).toEqual(wanted.shape);
          expect(largestDifference(came.data, wanted.data)).toBeLessThanOrEqual(tolerance);
        }
      });

      test(`answers the golden inputs of ${model} in binary, packed`, async () => {
        const golden = readGolden(model);
        const blobs = Object.values(golden.inputs).map(({ datatype, data }) => {
          const values = datatype === 'INT32' ? Int32Array.from(data) : Float32Array.from(data);
          return Buffer.from(values.buffer);
        });
        const inputs = Object.entries(golden.inputs).map(([input, { datatype, shape }], index) => ({
          ...{ name: input, datatype, shape },
          parameters: { binary_data_size: blobs[index]!.byteLength },
        }));
        const json = Buffer.from(JSON.stringify({ inputs, parameters: { binary_data_output: true } }));
        const response = await fetch(`${base}v2/models/${model}/infer`, {
          method: 'POST',
          headers: {
            'Content-Type': 'application/octet-stream',
            'Content-Encoding': 'gzip',
            'Inference-Header-Content-Length': String(json.byteLength),
          },
          body: gzipSync(Buffer.concat([json, ...blobs])),
        });
        expect(response.status).toBe(200);
        const body = await response.arrayBuffer();
        const length = Number(response.headers.get('inference-header-content-length'));
        const { outputs } = JSON.parse(Buffer.from(body, 0, length).toString()) as {
          readonly outputs: readonly Output[];
        };
        const [output] = outputs as readonly [Output];
        const end = length + output.parameters!.binary_data_size;
        expect(body.byteLength).toBe(end);
        const came = new Float32Array(body.slice(length, end));
        const wanted = golden.outputs[output.name]!;
        expect(largestDifference(came, wanted.data)).toBeLessThanOrEqual(tolerance);
      });
    }

    test('takes the bytes of one row as they are', async () => {
      const golden = readGolden('digits');
      const { data, shape } = golden.inputs['x']!;
      const response = await fetch(`${base}v2/models/digits/infer`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/octet-stream', 'Inference-Header-Content-Length': '0' },
        body: Float32Array.from(data.slice(0, data.length / shape[0]!)),
      });
      const length = Number(response.headers.get('inference-header-content-length'));
      const scores = new Float32Array((await response.arrayBuffer()).slice(length));
      const wanted = golden.outputs['probs']!.data.slice(0, 10);
      expect(largestDifference(scores, wanted)).toBeLessThanOrEqual(tolerance);
    });

    test('batches what comes at the same time, and each caller gets the own answer', async () => {
      const rowOf = (caller: number): readonly number[] =>
        Array.from({ length: 64 }, (_, at) => 1 + at * caller);
      const body = (caller: number): object => ({
        inputs: [{ name: 'ids', datatype: 'INT32', shape: [1, 64], data: rowOf(caller) }],
      });
      const ask = async (caller: number): Promise<readonly number[]> => {
        const response = await infer(base, 'language-id', body(caller));
        return ((await response.json()) as { readonly outputs: readonly Output[] }).outputs[0]!.data;
      };
      const alone: (readonly number[])[] = [];
      for (let caller = 0; caller < 50; caller += 1) alone.push(await ask(caller));
      const before = await readStatistics(base, 'language-id');
      const together = await Promise.all(alone.map((_, caller) => ask(caller)));
      const after = await readStatistics(base, 'language-id');

      for (const [caller, scores] of together.entries()) {
        expect(largestDifference(scores, alone[caller]!)).toBeLessThanOrEqual(tolerance);
      }
      expect(after.inference_count - before.inference_count).toBe(50);
      expect(after.execution_count - before.execution_count).toBeLessThan(50);
      expect(Math.max(...after.batch_stats.map((entry) => entry.batch_size))).toBeGreaterThan(1);
    });

    test('tells its metrics', async () => {
      const wrong = { name: 'x', datatype: 'FP32', shape: [1], data: [0] };
      expect((await infer(base, 'digits', { inputs: [wrong] })).status).toBe(400);
      const response = await fetch(`${base}metrics`);
      expect(response.headers.get('content-type')).toContain('text/plain');
      const text = await response.text();
      expect(text).toMatch(/^nearside_inference_total\{model="digits",.*\} \d+$/m);
      expect(text).toMatch(/^nearside_request_failure_total\{model="digits",.*reason="bad-input"\} \d+$/m);
    });
  });
}

test('the endpoint below the app leaves everything else as it was', async () => {
  const app = servers.isolated.url;
  const page = await fetch(app);
  const remote = await fetch(`${app}remote/v2`);
  for (const { headers } of [page, remote]) {
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
  }
  expect((await fetch(`${app}v2/models/digits/infer`, { method: 'POST' })).status).toBe(503);
  expect((await fetch(app, { method: 'POST' })).status).toBe(405);
  expect((await fetch(`${app}remote`)).status).toBe(404);
  expect((await fetch(`${servers.subPath.url}remote/v2/health/ready`)).status).toBe(200);
});
