import { expect, test } from 'vitest';
import { describeVerdict } from './describeVerdict.ts';
import { formatSpec } from './formatSpec.ts';

test('a good verdict tells the models and the form of tensors', () => {
  const good = { kind: 'ok', message: '', rttMs: 1, hasBinary: true, models: ['a', 'b'] } as const;
  expect(describeVerdict(good).details).toEqual([
    'It serves 2 models as here: a, b.',
    'It takes binary tensors.',
  ]);
  expect(describeVerdict({ ...good, hasBinary: false, models: [] }).details).toEqual([
    'It does not say that it takes binary tensors.',
  ]);
});

test('a bad verdict has a heading of its own and leaves the rest to its message', () => {
  const kinds = ['unreachable', 'timeout', 'cors', 'mixed-content', 'unauthorized', 'no-protocol'] as const;
  const titles = kinds.map((kind) => describeVerdict({ kind, message: 'because' }).title);
  expect(new Set(titles).size).toBe(kinds.length);
  expect(describeVerdict({ kind: 'cors', message: 'because' }).details).toEqual([]);
});

test('a tensor reads as datatype and shape', () => {
  expect(formatSpec({ name: 'x', datatype: 'FP32', shape: [-1, 28] })).toBe('FP32 [any, 28]');
  expect(formatSpec(undefined)).toBe('–');
});
