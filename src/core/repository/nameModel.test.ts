import { expect, test } from 'vitest';
import { fileNameOf, nameModel } from './nameModel.ts';

test.each([
  [undefined, 'mnist-8.onnx', 'mnist-8'],
  [undefined, 'a.b.ort', 'a.b'],
  [undefined, 'folder/model.onnx', 'model'],
  [undefined, 'noextension', 'noextension'],
  [undefined, '.onnx', '.onnx'],
  ['asked', 'file.onnx', 'asked'],
  ['größe 2', undefined, 'größe 2'],
])('asked %s, file %s', (asked, file, expected) => {
  expect(nameModel(asked, file)).toBe(expected);
});

test.each([
  [undefined, undefined],
  ['', 'x.onnx'],
  ['a/b', undefined],
  ['..', undefined],
  ['a\n', undefined],
  [' a', undefined],
  ['__proto__', undefined],
  ['constructor', undefined],
  ['x'.repeat(129), undefined],
  ['100%', undefined],
])('asked %j, file %s is refused', (asked, file) => {
  expect(() => nameModel(asked, file)).toThrow(expect.objectContaining({ code: 'bad-input' }));
});

test.each([
  ['https://example.test/a/b%20c.onnx?download=true', 'b c.onnx'],
  ['https://example.test/a/%zz.onnx', '%zz.onnx'],
  ['https://example.test/', ''],
])('the file of %s', (url, expected) => {
  expect(fileNameOf(url)).toBe(expected);
});
