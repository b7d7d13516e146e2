import { expect, test } from 'vitest';
import { formatModelLink, readModelLink } from './modelLink.ts';

test.each(['digits', 'a model & more', 'ü/é?x=1'])('%j comes back from its link', (name) => {
  expect(readModelLink(formatModelLink(name))).toBe(name);
});

test('the page alone shows no model', () => {
  expect(readModelLink('#/models')).toBeUndefined();
});
