import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseLabels } from './parseLabels.ts';

test.each([
  ['cat\ndog', ['cat', 'dog']],
  ['cat\r\n dog \r\n\r\n', ['cat', 'dog']],
  ['\ncat', ['', 'cat']],
  ['', []],
  ['\n \n', []],
])('%j', (text, labels) => {
  expect(parseLabels(text)).toEqual(labels);
});

test('names that were joined by line breaks are had back', () => {
  const name = fc.string({ minLength: 1 }).filter((text) => text === text.trim() && !/[\r\n]/.test(text));
  fc.assert(
    fc.property(fc.array(name), fc.constantFrom('\n', '\r\n', '\r'), (names, lineBreak) => {
      expect(parseLabels(names.join(lineBreak))).toEqual(names);
      expect(parseLabels(`${names.join(lineBreak)}${lineBreak}`)).toEqual(names);
    }),
  );
});
