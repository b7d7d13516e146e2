import { expect, test } from 'vitest';
import { splitLines } from './splitLines.ts';

test.each([
  ['one\ntwo\n', ['one', 'two']],
  ['one\r\ntwo\rthree', ['one', 'two', 'three']],
  ['\uFEFFone\n\n \t\ntwo', ['one', 'two']],
  ['  kept as it stands \n', ['  kept as it stands ']],
  ['', []],
])('%j splits into %j', (text, lines) => {
  expect(splitLines(text)).toEqual(lines);
});

test('a comma or tab does not split a line', () => {
  expect(splitLines('a,b\tc')).toEqual(['a,b\tc']);
});
