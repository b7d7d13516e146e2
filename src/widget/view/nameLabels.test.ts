import { expect, test } from 'vitest';
import { nameLabels } from './nameLabels.ts';

const codes = 'afr ara bel ben bul cat ces dan deu ell eng est fin fra hin hun isl ita jpn kor'.split(' ');

test('codes of languages get their names', () => {
  const nameOf = nameLabels(codes);
  expect([nameOf('deu'), nameOf('cat')]).toEqual(['German', 'Catalan']);
});

test('a code without a name stays', () => {
  expect(nameLabels([...codes, 'xqq'])('xqq')).toBe('xqq');
});

test.each([[['cat', 'dog', 'cow']], [[...codes, 'horse']], [['0', '1']], [[]]])(
  'words of three letters are words: %j',
  (labels) => {
    expect(nameLabels(labels)('cat')).toBe('cat');
  },
);
