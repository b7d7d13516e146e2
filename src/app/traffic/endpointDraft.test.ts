import { expect, test } from 'vitest';
import { draftOf, isSameDraft, readAs, readDraft } from './endpointDraft.ts';

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

test('what is kept comes back into the fields unchanged', () => {
  const remote = { url: 'https://a.test', timeoutMs: 250 };
  const draft = draftOf(remote);
  expect(readDraft(draft)).toEqual(remote);
  expect(isSameDraft(draft, draftOf({ ...remote }))).toBe(true);
  for (const change of [{ url: '' }, { token: 't' }, { timeoutMs: '' }])
    expect(isSameDraft(draft, { ...draft, ...change })).toBe(false);
  expect(draftOf(null)).toEqual({ url: '', token: '', timeoutMs: '' });
});

test.each([
  ['https://a.test', undefined],
  ['localhost:8090', undefined],
  ['  ', undefined],
  ['models.example', 'https://app.test/tools/models.example'],
  ['/remote', 'https://app.test/remote'],
  ['//a.test/v1', 'https://a.test/v1'],
])('%j is read as %j', (url, read) => {
  expect(readAs(url, 'https://app.test/tools/#/traffic')).toBe(read);
});
