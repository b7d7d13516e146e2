import { expect, test } from 'vitest';
import { readInputs } from './readInputs.ts';

test('text gives an input a line, an image one, anything else an error', async () => {
  const image = new File(['png'], 'seven.png', { type: 'image/png' });
  const inputs = await readInputs([
    new File(['Hello\n\nGuten Tag\n'], 'lines.txt', { type: 'text/plain' }),
    image,
    new File(['x'], 'report.pdf', { type: 'application/pdf' }),
  ]);
  expect(inputs).toEqual([
    { kind: 'text', input: 'Hello' },
    { kind: 'text', input: 'Guten Tag' },
    { kind: 'image', input: 'seven.png', file: image },
    {
      kind: 'unreadable',
      input: 'report.pdf',
      error: 'Expected a text file or an image, got application/pdf.',
    },
  ]);
});

test('an empty text file says so', async () => {
  expect(await readInputs([new File(['\n \n'], 'empty.csv')])).toEqual([
    { kind: 'unreadable', input: 'empty.csv', error: 'Expected lines of text, got an empty file.' },
  ]);
});
