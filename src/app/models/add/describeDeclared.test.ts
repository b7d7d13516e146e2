import { expect, test } from 'vitest';
import { describeDeclared } from './describeDeclared.ts';

test.each([
  [{ kind: 'tensor', datatype: 'FP32', shape: ['batch', 3, '', 224] }, 'FP32 [batch, 3, n, 224]'],
  [{ kind: 'tensor', datatype: 'INT64', shape: [] }, 'INT64 scalar'],
  [{ kind: 'tensor', datatype: 'FP16' }, 'FP16 of any shape'],
  [{ kind: 'tensor', elementType: 'bfloat16', shape: [1] }, 'bfloat16 [1]'],
  [{ kind: 'sequence' }, 'sequence'],
] as const)('%o reads %s', (value, text) => {
  expect(describeDeclared({ name: 'x', ...value })).toBe(text);
});
