import { expect, test } from 'vitest';
import { encodeRunCsv } from './encodeRunCsv.ts';
import { encodeRunHtml } from './encodeRunHtml.ts';
import { testRecord } from './testRecord.ts';

test('the CSV has a row a second, and nothing where there is no figure', () => {
  expect(encodeRunCsv(testRecord.report)).toBe(
    'second,offered,completed,refused,p50,p99,queueDepth,batchSize\r\n' +
      '0,50,49,1,4,80,1,1.5\r\n' +
      '1,51,49,2,4,120,0,\r\n',
  );
});

test('the HTML file holds everything itself: no scripts, no addresses', () => {
  const html = encodeRunHtml(testRecord);
  expect(html).toContain('<h1>Load on digits</h1>');
  expect(html).toContain('p99 needs 564 more samples');
  expect(html).toContain('Refused: predicted-late');
  expect(html.match(/<polyline points="[\d.]+,[\d.]+ /g)).toHaveLength(5);
  expect(html).toMatch(/90\.0\sms \(needs 564 more\)/);
  expect(html).not.toMatch(/<script|https?:|src=|href=|NaN|undefined/);
});

test('names are text, never markup', () => {
  const { report } = testRecord;
  const model = '<img src=x onerror=alert(1)>';
  const html = encodeRunHtml({ ...testRecord, report: { ...report, plan: { ...report.plan, model } } });
  expect(html).not.toContain('<img');
  expect(html).toContain('&lt;img');
});
