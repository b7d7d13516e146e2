import { expect, test } from 'vitest';
import { showValue } from './showValue.ts';

test.each([
  ['text', '"text"'],
  [Number.NaN, 'NaN'],
  [5n, '5'],
  [{ a: 5n }, 'object'],
  [undefined, 'undefined'],
  [Symbol('s'), 'symbol'],
  [null, 'null'],
  [{ a: [1] }, '{"a":[1]}'],
  ['x'.repeat(1000), `"${'x'.repeat(199)}…`],
])('%o is shown', (value: unknown, shown) => {
  expect(showValue(value)).toBe(shown);
});

test('a list that holds itself is told as one', () => {
  const list: unknown[] = [];
  list.push(list);
  expect(showValue(list)).toBe('a list');
});
