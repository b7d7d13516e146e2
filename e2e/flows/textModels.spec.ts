import {
  encodeClassifier,
  encodeSentenceModel,
  encodeTagger,
  makeTable,
  vectorSize,
  wordVectors,
} from '../support/textModels.ts';
import { tinyTokenizer, vocabulary } from '../support/tinyTokenizer.ts';
import { addModel } from '../support/addModel.ts';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';
import { serveTextModels, type TextModelFiles } from '../support/textRepository.ts';

const tokenizer = tinyTokenizer();
const sentences: TextModelFiles = {
  name: 'sentences',
  onnx: encodeSentenceModel(),
  tokenizer,
  maxBatch: 16,
};
const tags = ['O', 'B-PER', 'I-PER', 'B-LOC', 'I-LOC'];
const tagOf: Readonly<Record<string, string>> = {
  ada: 'B-PER',
  paris: 'B-LOC',
  berlin: 'B-LOC',
  new: 'B-LOC',
  york: 'I-LOC',
};
const tagger: TextModelFiles = {
  name: 'tagger',
  onnx: encodeTagger((token) => tags.indexOf(tagOf[token] ?? 'O'), tags.length),
  tokenizer,
  config: { architectures: ['TinyForTokenClassification'], id2label: Object.fromEntries(tags.entries()) },
};

function classifier(name: string, config: Record<string, unknown>): TextModelFiles {
  const id2label = { 0: 'sad', 1: 'calm', 2: 'glad' };
  return { name, onnx: encodeClassifier(3), tokenizer, config: { id2label, ...config } };
}

/** What the sentence model gives for one row of ids alone: the mean over the tokens, at length 1. */
function embed(tokens: readonly string[]): readonly number[] {
  const kind = makeTable(2, vectorSize, 3).subarray(0, vectorSize);
  const vectors = tokens.map((token) => {
    const id = vocabulary.indexOf(token);
    return Array.from(kind, (value, index) => value + wordVectors[id * vectorSize + index]!);
  });
  const meanOf = (rows: readonly (readonly number[])[]): readonly number[] =>
    rows[0]!.map((_, index) => rows.reduce((sum, row) => sum + row[index]!, 0) / rows.length);
  const mean = meanOf(vectors);
  const pooled = meanOf(
    vectors.map((vector) => vector.map((value, index) => Math.tanh(value + mean[index]!))),
  );
  const size = Math.hypot(...pooled);
  return pooled.map((value) => value / size);
}

test('embeddings are the mean of the tokens at length 1, alone and in a batch of other lengths', async ({
  page,
  front,
}) => {
  front.fail(serveTextModels([sentences]));
  await page.goto(front.url);
  const texts = [
    'Ada lives in Paris.',
    'good',
    'Ada and Ada and Ada lives in Berlin, and is good, and good, and good.',
    'BÄD',
  ];
  const { status, alone, together, metrics, prometheus } = await page.evaluate(async (all) => {
    const nearside = await window.nearside;
    const status = await nearside.models.load('sentences');
    const ask = async (text: string): Promise<{ value: number[]; batchSize: number }> => {
      const { value, trace } = await nearside.predict('sentences', text, { cache: 'bypass' });
      return { value: Array.from(value as Float32Array), batchSize: trace.batchSize };
    };
    const alone: { value: number[]; batchSize: number }[] = [];
    for (const text of all) alone.push(await ask(text));
    const many = Array.from({ length: 8 }, () => all).flat();
    const together = await Promise.all(many.map(ask));
    const { total } = await nearside.metrics.snapshot();
    return { status, alone, together, metrics: total, prometheus: await nearside.metrics.prometheus() };
  }, texts);

  expect(status).toMatchObject({ state: 'ready', task: 'text-embedding', batching: 'independent' });
  const expected = [
    embed(['[CLS]', 'ada', 'lives', 'in', 'paris', '.', '[SEP]']),
    embed(['[CLS]', 'good', '[SEP]']),
    embed('[CLS] ada and ada and ada lives in berlin , and is good , and good , and good . [SEP]'.split(' ')),
    embed(['[CLS]', 'bad', '[SEP]']),
  ];
  for (const [index, { value }] of [...alone, ...together].entries())
    for (const [at, number] of value.entries())
      expect(number).toBeCloseTo(expected[index % texts.length]![at]!, 5);
  expect(Math.max(...together.map(({ batchSize }) => batchSize))).toBeGreaterThan(1);
  expect(metrics.tokens).toBe(9 * (7 + 3 + 21 + 3));
  expect(metrics.paddingTokens).toBeLessThan(metrics.tokens / 2);
  expect(prometheus).toContain('nearside_batch_padding_tokens_total');
  await page.goto(`${front.url}#/live`);
  await expect(page.getByText('Padding', { exact: true })).toBeVisible();
});

test('a model that padding changes runs each text alone, and gives what it gives alone', async ({
  page,
  front,
}) => {
  front.fail(serveTextModels([{ ...sentences, onnx: encodeSentenceModel({ isMasked: false }) }]));
  await page.goto(front.url);
  const { batching, sizes, values } = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const { batching } = await nearside.models.load('sentences');
    const texts = ['good', 'Ada lives in Paris.', 'good', 'Ada lives in Paris, and is good.'];
    const answers = await Promise.all(
      texts.map((text) => nearside.predict('sentences', text, { cache: 'bypass' })),
    );
    return {
      batching,
      sizes: answers.map(({ trace }) => trace.batchSize),
      values: answers.map(({ value }) => Array.from(value as Float32Array)),
    };
  });

  expect(batching).toBe('coupled');
  expect(sizes).toEqual([1, 1, 1, 1]);
  expect(values[0]).toEqual(values[2]);
  for (const [at, number] of values[0]!.entries())
    expect(number).toBeCloseTo(embed(['[CLS]', 'good', '[SEP]'])[at]!, 5);
});

test('classes are named by config.json, and its kind of problem says how they are scored', async ({
  page,
  front,
}) => {
  const models = [
    classifier('single', { architectures: ['TinyForSequenceClassification'] }),
    classifier('several', { problem_type: 'multi_label_classification' }),
  ];
  front.fail(serveTextModels(models));
  await page.goto(front.url);
  const [single, several] = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const ask = async (model: string): Promise<readonly { label: string; score: number }[]> => {
      const first = await nearside.predict(model, 'Ada is good.');
      const cached = await nearside.predict(model, 'ada IS good.');
      if (JSON.stringify(first.labels) !== JSON.stringify(cached.labels))
        throw new Error('Cached ones differ.');
      return first.labels ?? [];
    };
    return [await ask('single'), await ask('several')];
  });

  for (const labels of [single, several]) {
    expect(labels.map(({ label }) => label).toSorted()).toEqual(['calm', 'glad', 'sad']);
    const scores = labels.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((left, right) => right - left));
  }
  expect(single.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 5);
  // The same logits, each on its own.
  const logit = (score: number): number => Math.log(score / (1 - score));
  const [first, second] = several;
  expect(logit(first!.score) - logit(second!.score)).toBeCloseTo(
    Math.log(single[0]!.score / single[1]!.score),
    4,
  );
});

test('entities name stretches of the text as it was written', async ({ page, front }) => {
  front.fail(serveTextModels([tagger]));
  await page.goto(front.url);
  const text = '🙂 ÀDA lives in New  York, and Ada in Paris Berlin.';
  const answers = await page.evaluate(async (asked) => {
    const nearside = await window.nearside;
    const status = await nearside.models.load('tagger');
    if (status.task !== 'token-classification') throw new Error(`It was taken for ${String(status.task)}.`);
    // The second comes from the cache; the third is other text with the same tokens.
    const texts = [asked, asked, asked.replace('ÀDA', 'ada  ')];
    const given: unknown[] = [];
    for (const each of texts) given.push((await nearside.predict('tagger', each)).value);
    return given as { text: string; label: string; score: number; start: number; end: number }[][];
  }, text);

  const bare = answers.map((entities) => entities.map(({ text: part, label }) => `${label} ${part}`));
  const places = ['LOC New  York', 'PER Ada', 'LOC Paris', 'LOC Berlin'];
  expect(bare).toEqual([
    ['PER ÀDA', ...places],
    ['PER ÀDA', ...places],
    ['PER ada', ...places],
  ]);
  for (const { text: part, score, start, end } of answers[0]!) {
    expect(text.slice(start, end)).toBe(part);
    expect(score).toBeGreaterThan(0.9);
  }
});

test('tensors and infer see the rows as the model does; long texts keep their last token', async ({
  page,
  front,
}) => {
  front.fail(serveTextModels([sentences]));
  await page.goto(front.url);
  const { shapes, last, same, long, errors } = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const text = 'Ada lives in Paris.';
    const inputs = await nearside.tensors('sentences', text);
    const { outputs } = await nearside.infer({ model: 'sentences', inputs });
    const { value } = await nearside.predict('sentences', text);
    const { value: fromTensors } = await nearside.predict('sentences', { ...inputs });
    const long = await nearside.tensors('sentences', `good ${'and bad '.repeat(5000)}`);
    const codeOf = (asked: string): Promise<unknown> =>
      nearside.predict('sentences', asked).catch((error: unknown) => (error as { code: string }).code);
    return {
      shapes: Object.entries(inputs).map(([name, { datatype, shape }]) => [name, datatype, shape]),
      last: outputs['last_hidden_state']?.shape,
      same: [Array.from(value as Float32Array), Array.from(fromTensors as Float32Array)],
      long: Array.from(long['input_ids']?.data as BigInt64Array, Number),
      errors: [await codeOf(''), await codeOf('  …  '), await codeOf('a'), await codeOf('7')],
    };
  });

  expect(shapes).toEqual([
    ['input_ids', 'INT64', [1, 7]],
    ['attention_mask', 'INT64', [1, 7]],
    ['token_type_ids', 'INT64', [1, 7]],
  ]);
  expect(last).toEqual([1, 7, vectorSize]);
  for (const [at, number] of same[0]!.entries()) expect(number).toBeCloseTo(same[1]![at]!, 5);
  expect(long).toHaveLength(64);
  expect([long[0], long[63]]).toEqual([vocabulary.indexOf('[CLS]'), vocabulary.indexOf('[SEP]')]);
  expect(errors.slice(0, 2)).toEqual(['bad-input', 'bad-input']);
  expect(errors.slice(2).every((each) => typeof each === 'object')).toBe(true);
});

test('files that are no tokenizer fail the load and say which', async ({ page, front, quietConsole }) => {
  front.fail(
    serveTextModels([
      { ...sentences, name: 'broken', tokenizer: { model: { type: 'Unheard' } } },
      { ...sentences, name: 'empty', tokenizer: 'nothing' },
    ]),
  );
  quietConsole.allowMessage(/Unheard/);
  await page.goto(front.url);
  const failures = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const failureOf = (name: string): Promise<unknown> =>
      nearside.models.load(name).catch((error: unknown) => {
        const { code, message } = error as { code: string; message: string };
        return { code, message };
      });
    return [await failureOf('broken'), await failureOf('empty')];
  });

  for (const failure of failures)
    expect(failure).toMatchObject({ code: 'model-load', message: expect.stringContaining('tokenizer.json') });
});

test('a model that was added with its tokenizer takes text, also after a reload', async ({ page }) => {
  const toBytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  await page.goto(servers.isolated.url);
  const outcome = await addModel(page, tagger.onnx, {
    fileName: 'names.onnx',
    files: { 'tokenizer.json': toBytes(tokenizer), 'config.json': toBytes(tagger.config) },
  });
  expect(outcome).toMatchObject({ kind: 'added', status: { name: 'names' } });
  const ask = (): Promise<unknown> =>
    page.evaluate(async () => {
      const nearside = await window.nearside;
      const { value } = await nearside.predict('names', 'Is Ada in New York?');
      const { task } = await nearside.models.load('names');
      return [
        task,
        (value as { text: string; label: string }[]).map(({ text, label }) => `${label} ${text}`),
      ];
    });
  const expected = ['token-classification', ['PER Ada', 'LOC New York']];
  expect(await ask()).toEqual(expected);
  await page.reload();
  expect(await ask()).toEqual(expected);
});
