import { expect, test } from 'vitest';
import { sortFiles } from './sortFiles.ts';

const files = (...names: readonly string[]) => names.map((name) => ({ name }));

test('a model is found among what was dropped with it', () => {
  expect(sortFiles(files('weights.bin', 'Net.ONNX', 'labels.txt', 'tokenizer.json'))).toEqual({
    kind: 'model',
    model: { name: 'Net.ONNX' },
    labels: { name: 'labels.txt' },
    beside: { 'weights.bin': { name: 'weights.bin' }, 'tokenizer.json': { name: 'tokenizer.json' } },
  });
});

test('no model and several models are told apart', () => {
  expect(sortFiles(files('photo.png'))).toEqual({ kind: 'none' });
  expect(sortFiles(files('a.onnx', 'b.ort'))).toEqual({ kind: 'several', names: ['a.onnx', 'b.ort'] });
});
