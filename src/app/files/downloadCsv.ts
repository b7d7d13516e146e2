import type { BatchRow } from './batchRow.ts';
import { encodeCsv } from './encodeCsv.ts';

const fileName = 'nearside-result.csv';

export function downloadCsv(rows: readonly BatchRow[]): void {
  const url = URL.createObjectURL(new Blob([encodeCsv(rows)], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser has taken the bytes by the next task.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  });
}
