import { expect, test } from '../support/test.ts';

const models = [
  { model: 'digits', variant: 'fp32', classes: 10, datatype: 'FP32', shape: [-1, 1, 28, 28] },
  { model: 'language-id', variant: 'int8', classes: 77, datatype: 'INT32', shape: [-1, -1] },
  { model: 'review-sentiment', variant: 'int8', classes: 2, datatype: 'INT32', shape: [-1, -1] },
];

for (const { model, variant, classes, datatype, shape } of models) {
  test(`infer gives the probabilities of ${model}, its ${variant} variant, as a tensor`, async ({
    warmPage,
  }) => {
    const { status, response, sum } = await warmPage.evaluate(async (name) => {
      const nearside = await window.nearside;
      const value = name === 'digits' ? window.tools.row(3) : 'Where is the railway station?';
      const inputs = await nearside.tensors(name, value);
      const response = await nearside.infer({ model: name, inputs }, { cache: 'bypass' });
      const status = (await nearside.models.list()).find((each) => each.name === name);
      const scores = response.outputs['probs']?.data as Float32Array;
      return { status, response, sum: scores.reduce((total, score) => total + score, 0) };
    }, model);

    expect(status).toMatchObject({ state: 'ready', variant, inputs: [{ datatype, shape }] });
    expect(response).toMatchObject({
      model,
      version: '1',
      outputs: { probs: { datatype: 'FP32', shape: [1, classes] } },
      trace: { source: 'local', variant, backend: 'wasm', batchSize: 1 },
    });
    expect(sum).toBeCloseTo(1, 3);
  });

  test(`tensors and then infer give what predict of ${model} gives`, async ({ warmPage }) => {
    const { predicted, inferred } = await warmPage.evaluate(async (name) => {
      const nearside = await window.nearside;
      const value = name === 'digits' ? window.tools.seven() : 'Wo ist der nächste Bahnhof?';
      const { labels = [] } = await nearside.predict(name, value, { cache: 'bypass' });
      const response = await nearside.infer({ model: name, inputs: await nearside.tensors(name, value) });
      const scores = [...(response.outputs['probs']?.data as Float32Array)];
      const order = (await nearside.models.list()).find((each) => each.name === name)?.labels ?? [];
      return {
        predicted: labels,
        inferred: scores.map((score, index) => ({ label: order[index] ?? '', score })),
      };
    }, model);

    expect(predicted).toHaveLength(classes);
    expect(predicted.map(({ score }) => score)).toEqual(
      predicted.map(({ score }) => score).toSorted((left, right) => right - left),
    );
    for (const { label, score } of predicted) {
      expect(inferred.find((each) => each.label === label)?.score).toBeCloseTo(score, 4);
    }
  });
}

test('infer gives the outputs that were asked for', async ({ warmPage }) => {
  const outputs = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    const inputs = await nearside.tensors('digits', window.tools.seven());
    const asked = await nearside.infer({ model: 'digits', inputs, outputs: ['probs'] });
    const all = await nearside.infer({ model: 'digits', version: '1', inputs });
    return [Object.keys(asked.outputs), Object.keys(all.outputs)];
  });

  expect(outputs).toEqual([['probs'], ['probs']]);
});

test('a request with more rows than a batch holds is split and joined in order', async ({ warmPage }) => {
  const { largestDifference, shape, batchSize, cap } = await warmPage.evaluate(async () => {
    const rows = 150;
    const nearside = await window.nearside;
    const data = window.tools.row(11, rows * 784);
    const whole = await nearside.infer(
      { model: 'digits', inputs: { x: { datatype: 'FP32', shape: [rows, 1, 28, 28], data } } },
      { cache: 'bypass' },
    );
    const joined = whole.outputs['probs']?.data as Float32Array;
    let largestDifference = 0;
    for (let row = 0; row < rows; row += 1) {
      const alone = await nearside.infer(
        {
          model: 'digits',
          inputs: {
            x: { datatype: 'FP32', shape: [1, 1, 28, 28], data: data.slice(row * 784, (row + 1) * 784) },
          },
        },
        { cache: 'bypass' },
      );
      for (const [index, score] of (alone.outputs['probs']?.data as Float32Array).entries()) {
        largestDifference = Math.max(largestDifference, Math.abs(score - (joined[row * 10 + index] ?? 9)));
      }
    }
    const status = (await nearside.models.list()).find(({ name }) => name === 'digits');
    return {
      largestDifference,
      shape: whole.outputs['probs']?.shape,
      batchSize: whole.trace.batchSize,
      cap: status?.maxBatch ?? 0,
    };
  });

  expect(shape).toEqual([150, 10]);
  expect(largestDifference).toBeLessThan(1e-4);
  expect(cap).toBeGreaterThan(1);
  expect(batchSize).toBeLessThanOrEqual(cap);
  expect(batchSize).toBeGreaterThan(1);
});

test('the parts of a trace do not exceed the whole', async ({ warmPage }) => {
  const traces = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    const traces = [];
    for (let round = 0; round < 3; round += 1) {
      const calls = Array.from({ length: 60 }, (_, index) =>
        nearside.predict('digits', window.tools.row(index + 100 * round), { cache: 'bypass' }),
      );
      traces.push(...(await Promise.all(calls)).map(({ trace }) => trace));
      traces.push((await nearside.predict('language-id', `A sentence of round ${round}`)).trace);
      traces.push((await nearside.predict('digits', window.tools.seven(90 + round))).trace);
    }
    return traces;
  });

  for (const { queueMs, inputMs, computeMs, outputMs, totalMs } of traces) {
    expect(Math.min(queueMs, inputMs, computeMs, outputMs)).toBeGreaterThanOrEqual(0);
    expect(computeMs).toBeGreaterThan(0);
    expect(queueMs + inputMs + computeMs + outputMs).toBeLessThanOrEqual(totalMs + 1e-6);
  }
});
