import { expect, test } from 'vitest';
import { readAppUrl } from './readAppUrl.ts';

const page = 'https://host.example/blog/post';
const script = 'https://app.example/tools/widget.js?v=1';

test.each([
  ['', 'https://app.example/tools/'],
  ['https://other.example', 'https://other.example/'],
  ['https://other.example/a?b#c', 'https://other.example/a/'],
  ['/app', 'https://host.example/app/'],
  ['./', 'https://host.example/blog/'],
  ['http://localhost:4173/', 'http://localhost:4173/'],
])('%j is the app at %s', (src, url) => {
  expect(readAppUrl(src, page, script)).toBe(url);
});

test.each(['javascript:alert(1)', 'data:text/html,x', 'https://', 'https://user:secret@a.example', 'blob:x'])(
  '%s is refused',
  (src) => {
    expect(() => readAppUrl(src, page, script)).toThrow(
      expect.objectContaining({ code: 'bad-input', name: 'NearsideError' }) as Error,
    );
  },
);
