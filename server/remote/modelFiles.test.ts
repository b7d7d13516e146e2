import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { InstanceSpec } from '../../src/core/ports.ts';
import { createFileReader } from './createFileReader.ts';
import { loadModelFile } from './loadModelFile.ts';

const folder = mkdtempSync(join(tmpdir(), 'nearside-'));
const bytes = Buffer.from('no model');
writeFileSync(join(folder, 'model.onnx'), bytes);
writeFileSync(join(folder, 'index.json'), '{"models":[]}');
writeFileSync(join(folder, 'broken.json'), '{');

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const spec: InstanceSpec = {
  model: 'm',
  variant: 'fp32',
  backend: 'wasm',
  threads: 1,
  maxBatch: 1,
  file: {
    url: pathToFileURL(join(folder, 'model.onnx')).href,
    sizeBytes: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  },
};

describe('loadModelFile', () => {
  test.each<[string, Partial<InstanceSpec>]>([
    ['integrity', { file: { ...spec.file, sha256: '0'.repeat(64) } }],
    ['integrity', { file: { ...spec.file, sizeBytes: 3 } }],
    ['not-found', { file: { ...spec.file, url: `${spec.file.url}x` } }],
    ['unsupported', { backend: 'webgpu' }],
    ['model-load', {}],
  ])('rejects with %s', async (code, change) => {
    await expect(loadModelFile({ ...spec, ...change }, () => undefined)).rejects.toMatchObject({ code });
  });
});

describe('createFileReader', () => {
  const reader = createFileReader(folder);

  test('reads JSON below its folder', async () => {
    expect(await reader.readJson('index.json')).toEqual({ models: [] });
    expect(new URL('model.onnx', reader.baseUrl).href).toBe(spec.file.url);
  });

  test.each([
    ['nothing.json', 'not-found'],
    ['broken.json', 'model-load'],
  ])('rejects for %s with %s', async (path, code) => {
    await expect(reader.readJson(path)).rejects.toMatchObject({ code });
  });
});
