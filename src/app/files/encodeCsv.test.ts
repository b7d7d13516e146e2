import { expect, test } from 'vitest';
import type { BatchRow } from './batchRow.ts';
import { encodeCsv } from './encodeCsv.ts';

const answered = (input: string, row = 1): BatchRow => ({
  row,
  input,
  outcome: { kind: 'answered', label: 'eng', score: 0.98765432 },
});

test('the columns are fixed, with one line for each row', () => {
  const rows: BatchRow[] = [
    answered('Hello'),
    { row: 2, input: '12', outcome: { kind: 'failed', error: 'no word' } },
    { row: 3, input: 'later', outcome: { kind: 'waiting' } },
  ];
  expect(encodeCsv(rows)).toBe(
    'row,input,label,score,error\r\n1,Hello,eng,0.987654,\r\n2,12,,,no word\r\n3,later,,,\r\n',
  );
});

test.each([
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  [' spaced', '" spaced"'],
  ['=1+1', '=1+1'],
  ['naïve 日本', 'naïve 日本'],
])('the input %j is written %j', (input, field) => {
  expect(encodeCsv([answered(input)])).toBe(`row,input,label,score,error\r\n1,${field},eng,0.987654,\r\n`);
});
