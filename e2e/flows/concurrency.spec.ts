import { readSentences } from '../support/samples.ts';
import { expect, test } from '../support/test.ts';

test('300 sentences asked at once are each answered with their own language', async ({ warmPage }) => {
  const texts = readSentences()
    .slice(0, 300)
    .map(({ text }) => text);
  const { together, alone } = await warmPage.evaluate(async (sentences) => {
    const nearside = await window.nearside;
    const calls = sentences.map((text) => nearside.predict('language-id', text, { cache: 'bypass' }));
    const together = (await Promise.all(calls)).map(({ labels }) => labels?.[0]);
    const alone = [];
    for (const text of sentences)
      alone.push((await nearside.predict('language-id', text, { cache: 'bypass' })).labels?.[0]);
    return { together, alone };
  }, texts);

  expect(together.map((best) => best?.label)).toEqual(alone.map((best) => best?.label));
  for (const [index, best] of together.entries())
    expect(best?.score).toBeCloseTo(alone[index]?.score ?? 0, 3);
});

test('300 rows asked at once are each answered with their own scores', async ({ warmPage }) => {
  const { together, alone } = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    const rows = Array.from({ length: 300 }, (_, index) => window.tools.row(index));
    const scoresOf = (response: Awaited<ReturnType<typeof nearside.infer>>): readonly number[] => [
      ...(response.outputs['probs']?.data as Float32Array),
    ];
    const ask = async (data: Float32Array): Promise<readonly number[]> =>
      scoresOf(
        await nearside.infer(
          { model: 'digits', inputs: { x: { datatype: 'FP32', shape: [1, 1, 28, 28], data } } },
          { cache: 'bypass' },
        ),
      );
    const together = await Promise.all(rows.map(ask));
    const alone = [];
    for (const row of rows) alone.push(await ask(row));
    return { together, alone };
  });

  expect(new Set(alone.map((scores) => scores.join())).size).toBe(300);
  for (const [index, scores] of together.entries()) {
    for (const [label, score] of scores.entries()) expect(score).toBeCloseTo(alone[index]?.[label] ?? 9, 4);
  }
});

test('requests of both models at once keep to their own model', async ({ warmPage }) => {
  const answers = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    const calls = Array.from({ length: 100 }, (_, index) =>
      index % 2 === 0
        ? nearside.predict('language-id', `The train number ${index} leaves at noon`, { cache: 'bypass' })
        : nearside.predict('digits', window.tools.seven(60 + index), { cache: 'bypass' }),
    );
    return (await Promise.all(calls)).map(({ labels }) => labels?.[0]?.label);
  });

  expect(answers).toEqual(Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? 'eng' : '7')));
});

test('a burst is counted row by row and shares executions', async ({ warmPage }) => {
  const { before, after, sizes } = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    const read = async () => (await nearside.metrics.snapshot()).models['digits']!;
    const before = await read();
    const calls = Array.from({ length: 256 }, (_, index) =>
      nearside.predict('digits', window.tools.row(index + 5000), { cache: 'bypass' }),
    );
    const sizes = (await Promise.all(calls)).map(({ trace }) => trace.batchSize);
    return { before, after: await read(), sizes };
  });

  expect(after.requests - before.requests).toBe(256);
  expect(after.inferences - before.inferences).toBe(256);
  expect(after.executions - before.executions).toBeLessThan(256);
  expect(Math.max(...sizes)).toBeGreaterThan(1);
  const rows = (counts: Record<number, number>): number =>
    Object.entries(counts).reduce((sum, [size, count]) => sum + Number(size) * count, 0);
  expect(rows(after.batchSizes) - rows(before.batchSizes)).toBe(256);
  expect(after).toMatchObject({ queueDepth: 0, inFlight: 0 });
});
