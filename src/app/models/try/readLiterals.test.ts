import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLiterals } from './readLiterals.ts';

test.each([
  ['[1, 2.5, -3e4]', ['1', '2.5', '-3e4'], [3]],
  ['[[1,2],[3,4],[5,6]]', ['1', '2', '3', '4', '5', '6'], [3, 2]],
  ['[9007199254740993]', ['9007199254740993'], [1]],
  ['["a,b", "]"]', ['a,b', ']'], [2]],
  ['[]', [], [0]],
  ['[[]]', [], [1, 0]],
  ['1 2\t3;4', ['1', '2', '3', '4'], [4]],
  ['1,2\n3,4\n', ['1', '2', '3', '4'], [2, 2]],
  ['7', ['7'], [1]],
])('%s', (text, values, shape) => {
  expect(readLiterals(text)).toEqual({ kind: 'read', values, shape });
});

test.each(['', '  ', '[1, 2', '[1,, 2]', '[1] 2', '[[1, 2], [3]]', '[1, [2]]', '1,2\n3', '[1,]', '["\\q"]'])(
  '%j is told to be malformed',
  (text) => {
    const read = readLiterals(text);
    expect(read.kind).toBe('malformed');
    expect(read).toHaveProperty('message', expect.stringContaining('Expected'));
  },
);

test('any rectangular array of numbers is read with its shape', () => {
  const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(shapes, fc.integer({ min: 0, max: 6 }), (shape, indent) => {
      let next = 0;
      const build = (axis: number): unknown =>
        axis === shape.length
          ? (next += 1)
          : Array.from({ length: shape[axis] as number }, () => build(axis + 1));
      const text = JSON.stringify(build(0), null, indent);
      expect(readLiterals(text)).toEqual({
        kind: 'read',
        shape,
        values: Array.from({ length: next }, (_, index) => String(index + 1)),
      });
    }),
  );
});
