import { expect, test } from 'vitest';
import { languageName } from './languageName.ts';

test('merged labels name all that they stand for', () => {
  expect(['ber', 'msa', 'hbs', 'dtp'].map(languageName)).toEqual([
    'Berber/Kabyle',
    'Malay/Indonesian',
    'Serbo-Croatian (Serbian, Croatian, both scripts)',
    'Kadazan Dusun',
  ]);
});

test('ordinary codes take the browser’s name, rare ones ours', () => {
  expect(languageName('fra')).toBe('French');
  expect(languageName('lfn')).toBe('Lingua Franca Nova');
});

test('an unknown or malformed label is shown as it is', () => {
  expect(languageName('qqx')).toBe('qqx');
  expect(languageName('not a tag')).toBe('not a tag');
});
