import * as strange from '../../src/core/repository/onnx/testing/strangeModels.ts';
import { addModel } from '../support/addModel.ts';
import type { Fault } from '../support/frontServer.ts';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';

const row = { datatype: 'FP32', shape: [1, 4] } as const;

test('a model that was added answers, is listed as it was added, stays over a reload and can be removed', async ({
  page,
}) => {
  await page.goto(servers.isolated.url);
  const bytes = strange.linear();
  const outcome = await addModel(page, bytes, { fileName: 'my linear.v2.onnx' });
  expect(outcome).toMatchObject({
    kind: 'added',
    status: {
      name: 'my linear.v2',
      versions: ['1'],
      sizeBytes: bytes.length,
      inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, 4] }],
      outputs: [{ name: 'y', datatype: 'FP32', shape: [-1, 3] }],
      batching: 'independent',
      isAdded: true,
    },
  });
  const answer = (): Promise<unknown> =>
    page.evaluate(async (given) => {
      const nearside = await window.nearside;
      const x = { ...given, data: Float32Array.of(1, 0, 0, 0) };
      const { outputs, trace } = await nearside.infer({ model: 'my linear.v2', inputs: { x } });
      return { y: Array.from(outputs['y']!.data as Float32Array), batchSize: trace.batchSize };
    }, row);
  const expected = { y: [Math.cos(1), Math.cos(2), Math.cos(3)].map(Math.fround), batchSize: 1 };
  expect(await answer()).toEqual(expected);

  await page.reload();
  expect(await answer()).toEqual(expected);

  const after = await page.evaluate(async () => {
    const nearside = await window.nearside;
    await nearside.models.remove('my linear.v2');
    const names = (await nearside.models.list()).map(({ name }) => name);
    return { names, outcome: await window.tools.outcome(nearside.models.load('my linear.v2')) };
  });
  expect(after.names).not.toContain('my linear.v2');
  expect(after.outcome).toMatchObject({ kind: 'rejected', code: 'not-found' });
  await page.reload();
  const names = await page.evaluate(async () =>
    (await (await window.nearside).models.list()).map(({ name }) => name),
  );
  expect(names).not.toContain('my linear.v2');
});

test('names: bytes need one, and one in use or of the repository is refused', async ({ page }) => {
  await page.goto(servers.isolated.url);
  const bytes = strange.linear();
  expect(await addModel(page, bytes, { fileName: null })).toMatchObject({ code: 'bad-input' });
  expect(await addModel(page, bytes, { config: { name: 'digits' } })).toMatchObject({ code: 'bad-input' });
  expect(await addModel(page, bytes, { fileName: null, config: { name: 'a' } })).toMatchObject({
    kind: 'added',
  });
  expect(await addModel(page, bytes, { config: { name: 'a' } })).toMatchObject({ code: 'bad-input' });
  expect(await addModel(page, bytes, { config: { name: '../b' } })).toMatchObject({ code: 'bad-input' });
  const outcome = await page.evaluate(async () =>
    window.tools.outcome((await window.nearside).models.remove('digits')),
  );
  expect(outcome).toMatchObject({ kind: 'rejected', code: 'bad-input' });
});

test('another tab learns of a model, and of its removal', async ({ context }) => {
  const [first, second] = [await context.newPage(), await context.newPage()];
  for (const page of [first, second]) await page.goto(servers.isolated.url);
  await second.evaluate(async () => {
    await (await window.nearside).models.list();
  });
  await addModel(first, strange.linear(), { config: { name: 'shared' } });
  const names = (): Promise<readonly string[]> =>
    second.evaluate(async () => (await (await window.nearside).models.list()).map(({ name }) => name));
  await expect.poll(names).toContain('shared');
  const outcome = await second.evaluate(async () =>
    window.tools.outcome((await window.nearside).predict('shared', [1, 2, 3, 4])),
  );
  expect(outcome).toEqual({ kind: 'done' });
  await first.evaluate(async () => (await window.nearside).models.remove('shared'));
  await expect.poll(names).not.toContain('shared');
});

const modelPath = '/strange/model.onnx';
const serving =
  (files: Readonly<Record<string, Uint8Array>>): Fault =>
  (request, response) => {
    const bytes = files[request.url ?? ''];
    if (bytes === undefined) return false;
    response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
    return true;
  };

test('a model comes from a URL with its data beside it, and says how far it is', async ({ page, front }) => {
  const { model, weights } = strange.withExternalData();
  front.fail(serving({ [modelPath]: model, '/strange/weights.bin': weights }));
  await page.goto(front.url);
  const { name, stages, y } = await page.evaluate(async (given) => {
    const nearside = await window.nearside;
    const stages = new Set<string>();
    const { name } = await nearside.models.add('strange/model.onnx', undefined, {
      onProgress: ({ stage }) => stages.add(stage),
    });
    const x = { ...given, data: Float32Array.of(0, 0, 0, 1) };
    const { outputs } = await nearside.infer({ model: name, inputs: { x } });
    return { name, stages: [...stages], y: Array.from(outputs['y']!.data as Float32Array) };
  }, row);
  expect(name).toBe('model');
  expect(stages).toEqual(['download', 'verify', 'create', 'warm']);
  expect(y).toEqual([10, 11, 12].map((index) => Math.fround(Math.cos(index))));
});

test('data beside a model is handed over under its plain name', async ({ page }) => {
  await page.goto(servers.isolated.url);
  const { model, weights } = strange.withExternalData();
  expect(await addModel(page, model)).toMatchObject({
    code: 'model-load',
    message: expect.stringContaining('weights.bin'),
  });
  const added = await addModel(page, model, { files: { 'weights.bin': weights } });
  expect(added).toMatchObject({ kind: 'added' });
  await page.reload();
  const outcome = await page.evaluate(async () =>
    window.tools.outcome((await window.nearside).predict('strange', [1, 2, 3, 4])),
  );
  expect(outcome).toEqual({ kind: 'done' });
});

test('a model for one row is unlocked: listed as it is, answered as before, batched with others', async ({
  page,
}) => {
  await page.goto(servers.isolated.url);
  const bytes = strange.fixedClassifier();
  const outcome = await addModel(page, bytes, { config: { labels: ['a', 'b', 'c', 'd', 'e'] } });
  expect(outcome).toMatchObject({
    kind: 'added',
    status: {
      task: 'image-classification',
      inputs: [{ name: 'x', shape: [1, 1, 8, 8] }],
      outputs: [{ name: 'scores', shape: [1, 5] }],
      batching: 'independent',
      sizeBytes: bytes.length,
    },
  });
  const { alone, together, sizes, many, labels } = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const infer = async (seed: number) => {
      const x = { datatype: 'FP32', shape: [1, 1, 8, 8], data: window.tools.row(seed, 64) } as const;
      return await nearside.infer({ model: 'strange', inputs: { x } }, { cache: 'bypass' });
    };
    const alone: Awaited<ReturnType<typeof infer>>[] = [];
    for (let seed = 0; seed < 64; seed += 1) alone.push(await infer(seed));
    const together = await Promise.all(Array.from({ length: 64 }, (_, seed) => infer(seed)));
    const x = { datatype: 'FP32', shape: [2, 1, 8, 8], data: new Float32Array(128) } as const;
    const many = await window.tools.outcome(nearside.infer({ model: 'strange', inputs: { x } }));
    const { labels } = await nearside.predict('strange', new ImageData(16, 16));
    const read = (answers: typeof alone) =>
      answers.map(({ outputs }) => Array.from(outputs['scores']!.data as Float32Array));
    return {
      alone: read(alone),
      together: read(together),
      sizes: together.map(({ trace }) => trace.batchSize),
      many,
      labels,
    };
  });
  for (const [index, scores] of together.entries())
    for (const [position, score] of scores.entries()) expect(score).toBeCloseTo(alone[index]![position]!, 4);
  expect(Math.max(...sizes)).toBeGreaterThan(1);
  expect(many).toMatchObject({ kind: 'rejected', code: 'bad-input' });
  expect(labels!.map(({ label }) => label).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(labels!.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 3);
});

test('rows that change each other, or are fixed in number, run one by one', async ({ page }) => {
  await page.goto(servers.isolated.url);
  expect(await addModel(page, strange.coupled(), { config: { name: 'coupled' } })).toMatchObject({
    status: { batching: 'coupled' },
  });
  expect(await addModel(page, strange.fixedForGood(), { config: { name: 'fixed' } })).toMatchObject({
    status: { batching: 'fixed' },
  });
  const { coupled, fixed, wrong } = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const run = (model: string, shape: readonly number[], value: number) =>
      nearside.infer(
        {
          model,
          inputs: {
            x: { datatype: 'FP32', shape, data: new Float32Array(shape[0]! * shape[1]!).fill(value) },
          },
        },
        { cache: 'bypass' },
      );
    const scales = Array.from({ length: 20 }, (_, index) => index + 1);
    const coupled = await Promise.all(scales.map((scale) => run('coupled', [1, 3], scale)));
    const fixed = await Promise.all(scales.map((scale) => run('fixed', [1, 6], scale)));
    return {
      coupled: coupled.map(({ outputs, trace }) => [
        ...(outputs['y']!.data as Float32Array),
        trace.batchSize,
      ]),
      fixed: fixed.map(({ trace }) => trace.batchSize),
      wrong: await window.tools.outcome(run('fixed', [2, 6], 1)),
    };
  });
  expect(coupled).toEqual(coupled.map(() => [1, 1, 1, 1]));
  expect(fixed).toEqual(fixed.map(() => 1));
  expect(wrong).toMatchObject({ kind: 'rejected', code: 'bad-input' });
});

test('a card tells what a file says of itself, and the folder for Triton holds it', async ({ page }) => {
  await page.goto(servers.isolated.url);
  const bytes = strange.fixedClassifier();
  await addModel(page, bytes);
  const { card, own, paths, exported, builtIn } = await page.evaluate(async (given) => {
    const nearside = await window.nearside;
    const folder = await nearside.models.export('strange');
    const model = new Uint8Array(await folder['1/model.onnx']!.arrayBuffer());
    return {
      card: await nearside.models.inspect(Uint8Array.from(given).buffer),
      own: await nearside.models.describe('strange'),
      paths: Object.keys(folder).toSorted(),
      exported: Array.from(model),
      builtIn: await nearside.models.describe('digits'),
    };
  }, Array.from(bytes));
  expect(card).toMatchObject({
    irVersion: 3,
    opsets: [{ domain: '', version: 9 }],
    operators: [
      { name: 'Reshape', count: 1 },
      { name: 'MatMul', count: 1 },
    ],
    inputs: [{ name: 'x', shape: [1, 1, 8, 8] }],
    quantization: 'none',
  });
  expect(own).toEqual(card);
  expect(paths).toEqual(['1/model.onnx', 'config.pbtxt']);
  expect(exported).toEqual(Array.from(bytes));
  expect(builtIn.operators.length).toBeGreaterThan(0);
});
