import { expect, test } from 'vitest';
import { embedPolicy, embedSnippet, type EmbedSettings } from './embedSnippet.ts';

const plain: EmbedSettings = { model: 'language-id', theme: 'auto', placeholder: '', mode: 'frame' };

test('defaults are left out', () => {
  expect(embedSnippet('https://a.example/', plain)).toBe(
    '<script type="module" src="https://a.example/widget.js"></script>\n' +
      '<nearside-widget model="language-id"></nearside-widget>',
  );
});

test('a sub-path, every attribute and characters of markup are kept', () => {
  const settings: EmbedSettings = { model: 'a&b', theme: 'dark', placeholder: 'Say "hi" <3', mode: 'inline' };
  expect(embedSnippet('https://a.example/tools/', settings)).toBe(
    '<script type="module" src="https://a.example/tools/widget.js"></script>\n' +
      '<nearside-widget model="a&amp;b" placeholder="Say &quot;hi&quot; &lt;3" theme="dark" mode="inline"></nearside-widget>',
  );
});

test('a frame needs two rules, a page that runs models three', () => {
  expect(embedPolicy('https://a.example/tools/', 'frame')).toEqual([
    'script-src https://a.example',
    'frame-src https://a.example',
  ]);
  expect(embedPolicy('https://a.example/', 'inline')).toHaveLength(3);
});
