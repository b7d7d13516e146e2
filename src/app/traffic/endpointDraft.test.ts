import { expect, test } from 'vitest';
import { readDraft } from './endpointDraft.ts';

test('empty fields say nothing, and spaces around an address are not part of it', () => {
  expect(readDraft({ url: ' https://a.test ', token: ' ', timeoutMs: '' })).toEqual({
    url: 'https://a.test',
  });
  expect(readDraft({ url: 'remote', token: ' t ', timeoutMs: '250' })).toEqual({
    url: 'remote',
    token: 't',
    timeoutMs: 250,
  });
});
