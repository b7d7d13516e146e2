import { expect, test } from 'vitest';
import { parseEmbedOrigins } from './embedOrigins.ts';

test.each([
  [undefined, '*'],
  ['', '*'],
  [' , ', '*'],
  ['https://a.example, *', '*'],
  ['https://a.example', ['https://a.example']],
  ['https://a.example/ http://localhost:8080', ['https://a.example', 'http://localhost:8080']],
  ['HTTPS://A.example:443', ['https://a.example']],
])('%j means %j', (text, origins) => {
  expect(parseEmbedOrigins(text)).toEqual(origins);
});

test.each([
  'a.example',
  'https://a.example/path',
  'ftp://a.example',
  'https://user@a.example',
  'null',
  "'self'",
])('%j is no origin', (text) => {
  expect(() => parseEmbedOrigins(text)).toThrow(/EMBED_ORIGINS: expected origins/);
});
