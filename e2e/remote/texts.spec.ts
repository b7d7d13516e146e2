import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { connect } from '../../src/client/index.ts';
import type { ModelRouting } from '../../src/core/routing/routingStatus.ts';
import type { RoutingMode } from '../../src/core/settings/settingsValue.ts';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';
import { encodeClassifier, encodeSentenceModel, encodeTagger } from '../support/textModels.ts';
import { makeTextRepository, serveTextModels } from '../support/textRepository.ts';
import { tinyTokenizer } from '../support/tinyTokenizer.ts';

const tokenizer = tinyTokenizer();
const tags = ['O', 'B-PER', 'B-LOC'];
const tagOf: Readonly<Record<string, string>> = { ada: 'B-PER', paris: 'B-LOC', berlin: 'B-LOC' };
const models = [
  { name: 'sentences', onnx: encodeSentenceModel(), tokenizer, maxBatch: 16 },
  {
    name: 'tagger',
    onnx: encodeTagger((token) => tags.indexOf(tagOf[token] ?? 'O'), tags.length),
    tokenizer,
    config: { architectures: ['TinyForTokenClassification'], id2label: Object.fromEntries(tags.entries()) },
    maxBatch: 16,
  },
  {
    name: 'moods',
    onnx: encodeClassifier(3),
    tokenizer,
    config: { id2label: { 0: 'sad', 1: 'calm', 2: 'glad' } },
    maxBatch: 16,
  },
];
const tolerance = 1e-5;

let folder = '';
let endpoint: ChildProcess | undefined;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nearside-texts-'));
  for (const [path, bytes] of makeTextRepository(models)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  endpoint = spawn('node', ['build/server/remote.js'], {
    env: { ...process.env, PORT: String(servers.spare.port), MODELS: join(folder, 'models') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(endpoint.stdout!, 'data');
  // It describes what it has loaded: for whatever it is first asked, here for nothing.
  for (const { name } of models)
    await fetch(`${servers.spare.url}v2/models/${name}/infer`, { method: 'POST', body: '{"inputs":[]}' });
});

test.afterAll(async () => {
  endpoint?.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

interface Told {
  readonly source: string;
  readonly batchSize: number;
  /** Labels by name with their scores, vectors, or entities by text and label: numbers apart from names. */
  readonly names: readonly string[];
  readonly numbers: readonly number[];
}

test('texts are cut into tokens here and answered by an endpoint as they are here, alone and many in a call', async ({
  page,
  front,
}) => {
  front.fail(serveTextModels(models));
  await page.goto(front.url);
  const seen = await page.evaluate(
    async ({ url, names }) => {
      const nearside = await window.nearside;
      const setMode = async (mode: RoutingMode): Promise<void> => {
        await nearside.settings.update({ remote: { url }, remoteConsent: true, mode });
      };
      const ask = async (model: string, text: string): Promise<Told> => {
        const { value, labels, trace } = await nearside.predict(model, text, { cache: 'bypass' });
        const told = { source: trace.source, batchSize: trace.batchSize };
        if (labels !== undefined)
          return {
            ...told,
            names: labels.map(({ label }) => label),
            numbers: labels.map(({ score }) => score),
          };
        if (value instanceof Float32Array) return { ...told, names: [], numbers: [...value] };
        const entities = value as { label: string; text: string; score: number; start: number }[];
        return {
          ...told,
          names: entities.map(({ label, text: part }) => `${label} ${part}`),
          numbers: entities.flatMap(({ score, start }) => [score, start]),
        };
      };
      const texts = [
        'Ada lives in Paris.',
        'good',
        'Ada and Ada and Ada lives in Berlin, and is good, and good, and good.',
        'BÄD Berlin',
      ];
      const many = Array.from({ length: 12 }, () => texts).flat();
      const askAll = async (all: readonly string[]): Promise<Record<string, Told[]>> =>
        Object.fromEntries(
          await Promise.all(
            names.map(async (name) => [name, await Promise.all(all.map((text) => ask(name, text)))] as const),
          ),
        );
      await setMode('remote-only');
      const away = await askAll(texts);
      const unloaded = (await nearside.models.list()).map(({ state }) => state);
      await setMode('local-only');
      const here = await askAll(texts);
      await setMode('prefer-remote');
      const together = await askAll(many);
      const { models: routed } = await nearside.routing.status();
      // Under the name of the same tokens, whoever made it.
      const kept = [];
      for (const text of ['Ada is good.', 'ada IS good.'])
        kept.push((await nearside.predict('sentences', text)).trace.source);
      const good = await nearside.tensors('sentences', 'good');
      const byHand = await nearside.predict('sentences', good);
      const script = '/client.js';
      const client = (await import(script)) as { readonly connect: typeof connect };
      const hooked = await client.connect({ beforeSend: () => ({ inputs: good }) });
      const other = await hooked.predict('sentences', texts[2]!);
      const embeddings = [byHand, other].map(({ value }) => [...(value as Float32Array)]);
      return { away, unloaded, here, together, routed, kept, embeddings };
    },
    { url: servers.spare.url, names: models.map(({ name }) => name) },
  );

  const { here, away, together } = seen;
  expect(seen.unloaded).toEqual(['available', 'available', 'available']);
  for (const [name, wanted] of Object.entries(here)) {
    expect(wanted[0]!.numbers.length, name).toBeGreaterThan(0);
    for (const [index, answer] of [...away[name]!, ...together[name]!].entries()) {
      const { names, numbers } = wanted[index % wanted.length]!;
      expect(answer.source, name).toBe('remote');
      expect(answer.names, name).toEqual(names);
      expect(answer.numbers.length).toBe(numbers.length);
      for (const [at, number] of answer.numbers.entries())
        expect(Math.abs(number - numbers[at]!), name).toBeLessThanOrEqual(tolerance);
    }
    const { calls, requests } = (seen.routed as Record<string, ModelRouting>)[name]!;
    expect(calls, name).toBeLessThan(requests);
    expect(Math.max(...together[name]!.map(({ batchSize }) => batchSize)), name).toBeGreaterThan(1);
  }
  expect(here['tagger']![0]!.names).toEqual(['PER Ada', 'LOC Paris']);
  expect(seen.kept).toEqual(['remote', 'memory']);
  // Of its tensors, and of a longer text whose page lets those leave in its place.
  for (const embedding of seen.embeddings)
    for (const [at, number] of embedding.entries())
      expect(Math.abs(number - here['sentences']![1]!.numbers[at]!)).toBeLessThanOrEqual(tolerance);
});
