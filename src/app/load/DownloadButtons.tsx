import { downloadText } from './downloadText.ts';
import { encodeRunCsv } from './encodeRunCsv.ts';
import { encodeRunHtml } from './encodeRunHtml.ts';
import type { LoadRecord } from './runHistory.ts';

/** The report as files. */
export function DownloadButtons({ record }: { readonly record: LoadRecord }) {
  const { report, endedAt } = record;
  const minute = new Date(endedAt).toISOString().slice(0, 16).replace(/[:T]/g, '-');
  const name = `nearside-load-${report.plan.model.replace(/[^\w.-]/g, '_')}-${minute}`;
  const kinds = [
    {
      title: 'JSON',
      type: 'application/json',
      extension: 'json',
      encode: () => JSON.stringify(record, undefined, 2),
    },
    { title: 'CSV', type: 'text/csv', extension: 'csv', encode: () => encodeRunCsv(report) },
    { title: 'HTML', type: 'text/html', extension: 'html', encode: () => encodeRunHtml(record) },
  ];
  return kinds.map(({ title, type, extension, encode }) => (
    <button
      key={extension}
      type="button"
      className="button"
      data-small=""
      onClick={() => {
        downloadText(`${name}.${extension}`, type, encode());
      }}
    >
      <span className="visually-hidden">Download </span>
      {title}
    </button>
  ));
}
