import type { BatchRow } from './batchRow.ts';

const header = 'row,input,label,score,error\r\n';

/** RFC 4180. Inputs are given back as they came: a reader that runs formulas must be told not to. */
export function encodeCsv(rows: readonly BatchRow[]): string {
  return header + rows.map(encodeRow).join('');
}

function encodeRow({ row, input, outcome }: BatchRow): string {
  const label = outcome.kind === 'answered' ? outcome.label : '';
  const score = outcome.kind === 'answered' ? String(Number(outcome.score.toFixed(6))) : '';
  const error = outcome.kind === 'failed' ? outcome.error : '';
  return `${[String(row), input, label, score, error].map(encodeField).join(',')}\r\n`;
}

function encodeField(field: string): string {
  return /[",\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
