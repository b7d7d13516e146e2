import { expect, test } from 'vitest';
import { fileKind } from './fileKind.ts';

test.each([
  ['a.txt', '', 'text'],
  ['A.CSV', 'application/vnd.ms-excel', 'text'],
  ['page.html', 'text/html', 'text'],
  ['seven.PNG', '', 'image'],
  ['scan', 'image/tiff', 'image'],
  ['report.pdf', 'application/pdf', 'other'],
  ['noextension', '', 'other'],
])('%s of type "%s" is %s', (name, type, kind) => {
  expect(fileKind({ name, type })).toBe(kind);
});
