import { expect, test } from 'vitest';
import { NearsideError } from '../core/errors.ts';
import type { RepositoryReader } from '../core/ports.ts';
import type { AddedModel } from '../core/repository/addedModel.ts';
import type { ModelTrial, TrialReport, TrialRequest } from '../core/repository/modelTrial.ts';
import { AddedModels } from './addedModels.ts';

const digest = 'a'.repeat(64);
const unlockedDigest = 'b'.repeat(64);

function reportOf(): TrialReport {
  return {
    inspection: {
      format: 'onnx',
      sizeBytes: 10,
      digest,
      opsets: [],
      operators: [],
      functions: [],
      inputs: [],
      outputs: [],
      initializers: { count: 0, sizeBytes: 0, largestElements: 0, byType: {} },
      externalFiles: [],
      quantization: 'none',
      precision: 'fp32',
      couplingOperators: [],
      producers: { y: 'Softmax' },
    },
    inputs: [{ name: 'x', datatype: 'FP32', shape: [1, 3, 32, 32] }],
    outputs: [{ name: 'y', datatype: 'FP32', shape: [1, 10] }],
    unfetchable: [],
    batching: 'independent',
    sample: { kind: 'none' },
    unlocked: { sizeBytes: 12, sha256: unlockedDigest },
    external: [],
    files: { 'tokenizer.json': new Blob(['{"version": 1}']) },
    unkept: {},
  };
}

class FakeTrial implements ModelTrial {
  readonly requests: TrialRequest[] = [];
  readonly forgotten: string[] = [];
  outcome: (request: TrialRequest, signal?: AbortSignal) => Promise<TrialReport> = () =>
    Promise.resolve(reportOf());

  inspect(): Promise<never> {
    return Promise.reject(new Error('not here'));
  }

  run(request: TrialRequest, options: { readonly signal?: AbortSignal } = {}): Promise<TrialReport> {
    this.requests.push(request);
    return this.outcome(request, options.signal);
  }

  read(): Promise<never> {
    return Promise.reject(new Error('not here'));
  }

  forget(digests: readonly string[]): Promise<void> {
    this.forgotten.push(...digests);
    return Promise.resolve();
  }
}

function start(kept = new Map<string, AddedModel>(), { isFull = false } = {}) {
  const trial = new FakeTrial();
  const served = new Map<string, RepositoryReader>([['built-in', {} as RepositoryReader]]);
  let announcements = 0;
  const store = {
    readAll: () => Promise.resolve([...kept.values()]),
    write: (model: AddedModel) => {
      if (isFull) return Promise.reject(new Error('full'));
      kept.set(model.name, model);
      return Promise.resolve();
    },
    delete: (name: string) => {
      kept.delete(name);
      return Promise.resolve();
    },
  };
  const announce = (): void => {
    announcements += 1;
  };
  const models = new AddedModels(
    { trial, store, announce },
    {
      pageUrl: 'https://example.test/app/',
      isTaken: (name) => served.has(name),
      open: (name, reader) => {
        served.set(name, reader);
        return Promise.resolve();
      },
      close: (name) => {
        served.delete(name);
        return Promise.resolve();
      },
      onProgress: () => undefined,
    },
  );
  return { models, trial, served, kept, announced: () => announcements };
}

const blob = { kind: 'blob', blob: new Blob(['x']), fileName: 'cat.onnx' } as const;

test('an added model is described, kept, announced and served with its files', async () => {
  const { models, served, kept, announced } = start();
  expect(await models.add(blob, { labels: ['a'] })).toBe('cat');
  expect(announced()).toBe(1);
  expect(kept.get('cat')?.description).toMatchObject({
    name: 'cat',
    task: 'image-classification',
    activation: 'none',
    labels: ['a'],
    preprocessing: { kind: 'image', width: 32, height: 32 },
    added: { batching: 'independent', unlocked: { sha256: unlockedDigest } },
    versions: [{ version: '1', variants: [{ file: '1/model.onnx', sizeBytes: 10, sha256: digest }] }],
  });
  const reader = served.get('cat');
  expect(await reader?.readJson('cat/model.json')).toEqual(kept.get('cat')?.description);
  expect(await reader?.readJson('cat/tokenizer.json')).toEqual({ version: 1 });
  await expect(reader?.readJson('cat/config.json')).rejects.toMatchObject({ code: 'not-found' });
});

test('another engine serves what this one added, and lets go of what it removed', async () => {
  const first = start();
  const second = start(first.kept);
  await first.models.add(blob, {});
  await second.models.restore();
  expect(second.served.has('cat')).toBe(true);
  await first.models.remove('cat');
  expect(first.trial.forgotten).toEqual([digest, unlockedDigest]);
  await second.models.restore();
  expect(second.served.has('cat')).toBe(false);
});

test('bytes that another added model has are not deleted', async () => {
  const { models, trial } = start();
  await models.add(blob, { name: 'one' });
  await models.add(blob, { name: 'two' });
  await models.remove('one');
  expect(trial.forgotten).toEqual([]);
});

test('names in use are refused, also while the first is still tried', async () => {
  const { models, trial } = start();
  await expect(models.add(blob, { name: 'built-in' })).rejects.toMatchObject({ code: 'bad-input' });
  const { promise, resolve } = Promise.withResolvers<TrialReport>();
  trial.outcome = () => promise;
  const adding = models.add(blob, {});
  await expect(models.add(blob, {})).rejects.toMatchObject({ code: 'bad-input' });
  resolve(reportOf());
  expect(await adding).toBe('cat');
  await expect(models.remove('built-in')).rejects.toMatchObject({ code: 'bad-input' });
});

test('a model that fails its trial leaves nothing, and its name is free again', async () => {
  const { models, trial, served, kept } = start();
  trial.outcome = () => Promise.reject(new NearsideError('unsupported', 'no'));
  await expect(models.add(blob, {})).rejects.toMatchObject({ code: 'unsupported' });
  expect(kept.size).toBe(0);
  expect(served.has('cat')).toBe(false);
  trial.outcome = () => Promise.resolve(reportOf());
  expect(await models.add(blob, {})).toBe('cat');
});

test('a device that keeps nothing serves the model all the same', async () => {
  const { models, served, announced } = start(new Map(), { isFull: true });
  await models.add(blob, {});
  expect(served.has('cat')).toBe(true);
  expect(announced()).toBe(0);
});

test('an add can be called off by its id', async () => {
  const { models, trial } = start();
  trial.outcome = (_, signal) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    });
  const adding = models.add(blob, {}, { id: 'call-1' });
  models.cancel('call-1');
  await expect(adding).rejects.toMatchObject({ code: 'closed' });
});

test('URLs resolve against the page that asks, and the hub is a URL too', async () => {
  const { models, trial } = start();
  await models.add({ kind: 'url', url: 'm/dog.onnx' }, {}, { pageUrl: 'https://other.test/x/' });
  await models.add({ kind: 'url', url: 'hf:owner/name' }, { files: { 'config.json': '{"a": 1}' } });
  expect(trial.requests).toMatchObject([
    { name: 'dog', source: { kind: 'urls', urls: ['https://other.test/x/m/dog.onnx'] } },
    {
      name: 'name',
      source: { kind: 'urls' },
      files: { 'tokenizer.json': { kind: 'urls' }, 'config.json': { kind: 'blob' } },
      optionalFiles: ['tokenizer.json'],
    },
  ]);
});

test.each([
  [{ kind: 'url', url: 'ftp://x/y.onnx' }, {}],
  [{ kind: 'url', url: 'https://' }, {}],
  [{ kind: 'blob', blob: new Blob([]) }, {}],
  [blob, { files: { '../x': new Blob([]) } }],
  [blob, { files: { x: 3 } }],
  [blob, { files: [] }],
] as const)('%j with %j is refused', async (source, config) => {
  await expect(start().models.add(source, config)).rejects.toMatchObject({ code: 'bad-input' });
});
