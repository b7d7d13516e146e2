import { expect, test } from 'vitest';
import { isHubId, resolveHub } from './resolveHub.ts';

const base = 'https://huggingface.co/owner/name/resolve/main/';

test('a repository is its model, whole or quantized, and what lies beside it', () => {
  expect(resolveHub('hf:owner/name')).toEqual({
    name: 'name',
    models: [`${base}onnx/model.onnx`, `${base}onnx/model_quantized.onnx`],
    files: { 'tokenizer.json': `${base}tokenizer.json`, 'config.json': `${base}config.json` },
  });
});

test('a revision and a file may be named', () => {
  expect(resolveHub('hf:owner/name@v1.0/onnx/model_int8.onnx').models).toEqual([
    'https://huggingface.co/owner/name/resolve/v1.0/onnx/model_int8.onnx',
  ]);
});

test.each(['hf:', 'hf:owner', 'hf:owner/name/extra', 'hf:../name', 'hf:o/n/../x.onnx', 'hf:o/n?x=1'])(
  '%s is refused',
  (id) => {
    expect(isHubId(id)).toBe(true);
    expect(() => resolveHub(id)).toThrow(expect.objectContaining({ code: 'bad-input' }));
  },
);
