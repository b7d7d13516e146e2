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
      irVersion: 8,
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
  const reopened: string[] = [];
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
      reopen: (name) => {
        reopened.push(name);
        return Promise.resolve();
      },
      close: (name) => {
        served.delete(name);
        return Promise.resolve();
      },
      onProgress: () => undefined,
    },
  );
  return { models, trial, served, kept, reopened, announced: () => announcements };
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

test('labels.txt beside a model names its classes, unless they are said', async () => {
  const { models, trial, kept } = start();
  const files = { 'labels.txt': new Blob(['ant\r\nbee\n']) };
  trial.outcome = () => Promise.resolve({ ...reportOf(), files });
  await models.add(blob, { name: 'one' });
  await models.add(blob, { name: 'two', labels: ['x', 'y'] });
  expect(kept.get('one')?.description).toMatchObject({ labels: ['ant', 'bee'] });
  expect(kept.get('two')?.description).toMatchObject({ labels: ['x', 'y'] });
});

test('what is said of a model can be said anew, and taken back', async () => {
  const { models, served, kept, reopened, announced } = start();
  await models.add(blob, { labels: ['a'], maxBatch: 4 });
  const image = {
    width: 32,
    height: 32,
    layout: 'nchw',
    colors: 'bgr',
    scale: 1,
    mean: [1],
    std: [2],
    resize: 'crop',
  } as const;
  await models.configure('cat', { image, activation: 'sigmoid', labels: ['b', 'c'] });
  expect(reopened).toEqual(['cat']);
  expect(announced()).toBe(2);
  const changed = {
    task: 'image-classification',
    labels: ['b', 'c'],
    maxBatch: 4,
    activation: 'sigmoid',
    preprocessing: { kind: 'image', ...image },
    inputs: reportOf().inputs,
    added: { batching: 'independent', unlocked: { sha256: unlockedDigest } },
  };
  expect(kept.get('cat')?.description).toMatchObject(changed);
  expect(await served.get('cat')?.readJson('cat/model.json')).toMatchObject(changed);

  await models.configure('cat', { image: null, activation: null, labels: null, maxBatch: null });
  const fresh = start();
  await fresh.models.add(blob, {});
  expect(kept.get('cat')?.description).toEqual(fresh.kept.get('cat')?.description);
});

test.each([
  ['built-in', { labels: ['a'] }],
  ['nobody', { labels: ['a'] }],
  ['cat', { name: 'dog' }],
  ['cat', { task: 'flying' }],
  ['cat', { image: { width: 0, height: 1 } }],
] as const)('%s is not changed by %j', async (name, change) => {
  const { models, kept, reopened } = start();
  await models.add(blob, {});
  const before = kept.get('cat');
  await expect(models.configure(name, change)).rejects.toMatchObject({ code: 'bad-input' });
  expect(kept.get('cat')).toBe(before);
  expect(reopened).toEqual([]);
});

test('another engine takes up what is said anew', async () => {
  const first = start();
  const second = start(first.kept);
  await first.models.add(blob, {});
  await second.models.restore();
  await second.models.restore();
  expect(second.reopened).toEqual([]);
  await first.models.configure('cat', { labels: ['z'] });
  await second.models.restore();
  expect(second.reopened).toEqual(['cat']);
  expect(await second.served.get('cat')?.readJson('cat/model.json')).toMatchObject({ labels: ['z'] });
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
