import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readGoldenCase } from './goldenCase.ts';
import { parseModelConfig } from './parseModelConfig.ts';
import { pickVersion, variantOf } from './pickVersion.ts';

const repository = new URL('../../../public/models/', import.meta.url);
const readJson = (path: string): unknown => JSON.parse(readFileSync(new URL(path, repository), 'utf8'));
const { models } = readJson('index.json') as { readonly models: readonly string[] };

const variant = { name: 'fp32', file: '1/model.onnx', sizeBytes: 10, sha256: 'A'.repeat(64) };
const version = { version: '1', default: 'fp32', variants: [variant] };
const plain = { name: 'toy', versions: [version] };

describe('model.json', () => {
  test.each(models)('of %s is understood, its golden cases too', (name) => {
    const config = parseModelConfig(readJson(`${name}/model.json`), name);
    expect(config.preprocessing).toBeDefined();
    expect(config.inputs).not.toEqual([]);
    for (const { golden, variants } of config.versions) {
      for (const each of variants) {
        const known = readGoldenCase(readJson(`${name}/${golden!}`), each.name)!;
        for (const spec of config.inputs!) {
          const tensor = known.inputs[spec.name]!;
          expect(tensor.data).toHaveLength(tensor.shape.reduce((count, size) => count * size, 1));
        }
        expect(Object.keys(known.outputs)).toEqual(config.outputs!.map((spec) => spec.name));
      }
    }
  });

  test('needs a name and a version with a variant, no more', () => {
    expect(parseModelConfig(plain, 'toy')).toEqual({
      name: 'toy',
      versions: [{ ...version, variants: [{ ...variant, sha256: 'a'.repeat(64) }] }],
    });
  });

  test('keeps the accuracy budget', () => {
    expect(parseModelConfig({ ...plain, accuracyBudget: 0.002 }, 'toy').accuracyBudget).toBe(0.002);
  });

  test('lists versions by falling number, also numbers that are no text', () => {
    const versions = [2, '10', '9'].map((number) => ({ ...version, version: number }));
    const config = parseModelConfig({ ...plain, versions }, 'toy');
    expect(config.versions.map((each) => each.version)).toEqual(['10', '9', '2']);
    expect(pickVersion(config, undefined).version).toBe('10');
    expect(pickVersion(config, '9').version).toBe('9');
    expect(() => pickVersion(config, '3')).toThrow(expect.objectContaining({ code: 'not-found' }) as Error);
    expect(() => pickVersion(config, '3')).toThrow('10, 9, 2');
  });

  test('a policy narrows what may be picked, and what was rolled back is picked last', () => {
    const versions = ['1', '2', '3'].map((number) => ({ ...version, version: number }));
    const latest = parseModelConfig(
      { ...plain, versions, versionPolicy: { kind: 'latest', count: 2 } },
      'toy',
    );
    expect(pickVersion(latest, undefined).version).toBe('3');
    expect(() => pickVersion(latest, '1')).toThrow('the versions 3, 2, got "1"');
    const withdrawn = new Set(['3']);
    expect(pickVersion(latest, undefined, { withdrawn }).version).toBe('2');
    expect(pickVersion(latest, '3', { withdrawn }).version).toBe('3');
    expect(pickVersion(latest, undefined, { withdrawn: new Set(['2', '3']) }).version).toBe('3');
    const policy = { kind: 'specific', versions: ['1'] } as const;
    expect(pickVersion(latest, undefined, { policy }).version).toBe('1');
    expect(() => pickVersion(latest, undefined, { policy: { ...policy, versions: ['9'] } })).toThrow(
      'no version that its policy allows',
    );
  });

  const withVariant = (change: object): object => ({
    ...plain,
    versions: [{ ...version, variants: [{ ...variant, ...change }] }],
  });

  test.each([
    ['model.json', null],
    ['model.json', []],
    ['name', { ...plain, name: 'other' }],
    ['name', { ...plain, name: undefined }],
    ['versions', { name: 'toy' }],
    ['versions', { ...plain, versions: [] }],
    ['versions[0]', { ...plain, versions: ['1'] }],
    ['versions[0].version', { ...plain, versions: [{ ...version, version: '1.0' }] }],
    ['versions[0].version', { ...plain, versions: [{ ...version, version: -1 }] }],
    ['versions[0].default', { ...plain, versions: [{ ...version, default: 'int8' }] }],
    ['versions[0].golden', { ...plain, versions: [{ ...version, golden: '../golden.json' }] }],
    ['versions[0].variants', { ...plain, versions: [{ ...version, variants: {} }] }],
    ['versions[0].variants[0].file', withVariant({ file: '../../secret' })],
    ['versions[0].variants[0].file', withVariant({ file: '/model.onnx' })],
    ['versions[0].variants[0].file', withVariant({ file: 'https://evil.test/model.onnx' })],
    ['versions[0].variants[0].file', withVariant({ file: '1/..%2fmodel.onnx' })],
    ['versions[0].variants[0].sizeBytes', withVariant({ sizeBytes: 0 })],
    ['versions[0].variants[0].sizeBytes', withVariant({ sizeBytes: '10' })],
    ['versions[0].variants[0].sha256', withVariant({ sha256: 'abc' })],
    ['labels', { ...plain, labels: 'a' }],
    ['labels[1]', { ...plain, labels: ['a', 2] }],
    ['maxBatch', { ...plain, maxBatch: 0 }],
    ['maxQueueDelayMs', { ...plain, maxQueueDelayMs: 'soon' }],
    ['versionPolicy', { ...plain, versionPolicy: { kind: 'latest', count: 0 } }],
    ['accuracyBudget', { ...plain, accuracyBudget: '1 %' }],
    ['inputs.datatype', { ...plain, inputs: [{ name: 'x', datatype: 'FLOAT', shape: [1] }] }],
    ['inputs[0].shape', { ...plain, inputs: [{ name: 'x', datatype: 'FP32', shape: 1 }] }],
    ['preprocessing.kind', { ...plain, preprocessing: { kind: 'magic' } }],
    ['preprocessing.bits', { ...plain, preprocessing: { kind: 'text-features', nmax: 3 } }],
    ['preprocessing.maxIds', { ...plain, preprocessing: { kind: 'review-features', bits: 8, nmax: 3 } }],
    ['accuracyBudget', { ...plain, accuracyBudget: '1 %' }],
    ['accuracyBudget', { ...plain, accuracyBudget: -0.01 }],
    ['accuracyBudget', { ...plain, accuracyBudget: 5 }],
  ])('a wrong %s is named', (path, json: unknown) => {
    expect(() => parseModelConfig(json, 'toy')).toThrow(
      expect.objectContaining({ code: 'model-load' }) as Error,
    );
    expect(() => parseModelConfig(json, 'toy')).toThrow(`${path}: expected `);
  });
});

describe('variantOf', () => {
  test('is the default one, the named one, or none', () => {
    const [parsed] = parseModelConfig(plain, 'toy').versions;
    expect(variantOf(parsed)?.file).toBe('1/model.onnx');
    expect(variantOf(parsed, 'fp32')?.file).toBe('1/model.onnx');
    expect(variantOf(parsed, 'int8')).toBeUndefined();
    expect(variantOf(undefined)).toBeUndefined();
  });
});

describe('readGoldenCase', () => {
  const x = { datatype: 'FP32', shape: [1], data: [1] };
  const golden = { inputs: { x }, outputs: { fp32: { y: x } } };

  test('takes the outputs of one variant, with a tolerance of its own or the usual one', () => {
    expect(readGoldenCase(golden, 'fp32')).toEqual({ inputs: { x }, outputs: { y: x }, tolerance: 1e-3 });
    expect(readGoldenCase({ ...golden, tolerance: 0.5 }, 'fp32')?.tolerance).toBe(0.5);
  });

  test.each([
    [null],
    ['x'],
    [{}],
    [{ ...golden, inputs: {} }],
    [{ ...golden, outputs: null }],
    [{ inputs: { x: null }, outputs: golden.outputs }],
  ])('knows nothing in %j', (json) => {
    expect(readGoldenCase(json, 'fp32')).toBeUndefined();
  });

  test('knows nothing of another variant', () => {
    expect(readGoldenCase(golden, 'int8')).toBeUndefined();
  });
});
