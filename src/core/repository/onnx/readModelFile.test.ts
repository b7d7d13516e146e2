import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readModelFile } from './readModelFile.ts';
import { linear } from './testing/strangeModels.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const ortSample = readFileSync(new URL('testing/fixedClassifier.ort', import.meta.url));

test('a model is read, and one in the format of the runtime is told by its mark', () => {
  expect(readModelFile(linear())).toMatchObject({ format: 'onnx', model: { irVersion: 8 } });
  expect(readModelFile(ortSample)).toMatchObject({ format: 'ort', model: { irVersion: 8 } });
  expect(() => readModelFile(bytesOf('\u0020\u0000\u0000\u0000ORTM and so on'))).toThrow(/damaged/);
});

test.each([
  ['nothing', '', /an empty file/],
  ['a pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n', /a Git LFS pointer/],
  ['a page', '\n<!doctype html><p>404', /a web page/],
  ['JSON', ' {"detail": "Not found"}', /JSON text/],
  ['text', `Grüße ${'und so weiter '.repeat(80)}`, /a text file/],
  ['text with a null', 'abc\u0000def', /damaged, truncated or no ONNX model/],
])('%s is named', (_, content, cause) => {
  expect(() => readModelFile(bytesOf(content))).toThrow(cause);
});
