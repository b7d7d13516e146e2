import type { LoadReport } from '../../client/index.ts';
import { formatCount } from '../formats/formatCount.ts';
import { formatMilliseconds } from '../formats/formatMilliseconds.ts';
import { splitErrors } from '../formats/splitErrors.ts';
import { percentileNames } from '../live/percentileSupport.ts';
import { describePlan, targetName } from './describeRun.ts';
import { describeTrial } from './describeTrial.ts';
import { drawLines } from './drawLines.ts';
import { formatPercentile } from './formatPercentile.ts';
import { formatNines } from './formatNines.ts';
import type { LoadRecord } from './runHistory.ts';
import { spectrumPoints, toSecondPoints } from './runPoints.ts';

const style = `
:root{color-scheme:light dark;--ink:light-dark(#18212b,#e4e9ee);--soft:light-dark(#52606e,#a1adb9);--line:light-dark(#dce1e7,#29323b)}
body{max-width:60rem;margin:2rem auto;padding:0 1rem;background:light-dark(#fff,#0e1317);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}th,td{padding:.2rem .8rem .2rem 0;border-bottom:1px solid var(--line);text-align:start}
td:not(:first-child){text-align:end}svg{width:100%;height:auto}text{fill:var(--soft);font-size:11px}h2{margin-block:2rem .5rem;font-size:1.1rem}`;

/** A report as one file that needs nothing else, no script either. */
export function encodeRunHtml({ report, endedAt, cores, isIsolated }: LoadRecord): string {
  const title = `Load on ${report.plan.model}`;
  const when = new Date(endedAt).toISOString().replace('T', ' ').slice(0, 16);
  const device = `${String(cores)} cores, page ${isIsolated ? 'isolated' : 'not isolated'}`;
  const spectrum = spectrumPoints([{ key: 'run', report }]);
  const traffic = toSecondPoints(report, ({ offered, completed, refused }) => ({
    offered,
    completed,
    refused,
  }));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeText(title)}</title><style>${style}</style></head><body>
<h1>${escapeText(title)}</h1>
<p>${escapeText(describePlan(report.plan))}, ${escapeText(targetName(report.plan))}. ${when} UTC, ${device}.</p>
<p><strong>${report.valid ? 'Valid' : 'Not valid'}</strong></p>
${report.notes.length === 0 ? '' : `<ul>${report.notes.map((note) => `<li>${escapeText(note)}</li>`).join('')}</ul>`}
<h2>Figures</h2>${encodeTable(['Figure', 'Value'], figuresOf(report))}
<h2>Latency by percentile</h2>
${drawLines(
  spectrum,
  [
    { key: 'run', name: 'Latency', color: '#0067a8' },
    { key: 'runEarly', name: 'Too few samples', color: '#777' },
  ],
  { formatX: formatNines, format: formatMilliseconds },
)}
<h2>Requests a second</h2>
${drawLines(
  traffic,
  [
    { key: 'offered', name: 'Offered', color: '#b34a00' },
    { key: 'completed', name: 'Answered', color: '#0067a8' },
    { key: 'refused', name: 'Refused', color: '#8a3a86' },
  ],
  { formatX: (x) => `${String(x)} s`, format: formatCount },
)}
<h2>By second</h2><p>With fewer than 11 answers p50, with fewer than 662 p99 says more about chance than about the service.</p>${encodeTable(
    ['Second', 'Offered', 'Answered', 'Refused', 'p50', 'p99', 'Queued', 'Rows a batch'],
    report.perSecond.map((row) => [
      String(row.second),
      ...[row.offered, row.completed, row.refused].map(formatCount),
      ...[row.p50, row.p99].map(formatMilliseconds),
      formatCount(row.queueDepth),
      row.batchSize === null ? '–' : formatCount(row.batchSize),
    ]),
  )}
${
  report.trials === undefined
    ? ''
    : `<h2>Search</h2>${encodeTable(
        ['Rate', 'SLO', 'p99'],
        report.trials.map((trial) => [
          formatCount(trial.rate),
          describeTrial(trial),
          formatMilliseconds(trial.p99),
        ]),
      )}`
}
<h2>Plan</h2><pre>${escapeText(JSON.stringify(report.plan, undefined, 2))}</pre>
</body></html>
`;
}

function figuresOf(report: LoadReport): readonly (readonly string[])[] {
  const { latencyMs, lagMs } = report;
  return [
    ...(report.peakRate === undefined ? [] : [['Peak a second', formatCount(report.peakRate)]]),
    ['Offered', formatCount(report.offered)],
    ['Accepted', formatCount(report.accepted)],
    ['Answered', formatCount(report.completed)],
    ['In time', formatCount(report.inTime)],
    ...splitErrors(report.refused, report.refusals).map(({ name, count }) => [
      `Refused: ${name}`,
      formatCount(count),
    ]),
    ['No answer', formatCount(report.unanswered)],
    ['Answered a second', formatCount(report.throughput)],
    ['In time a second', formatCount(report.goodput)],
    ...(report.sloMet === undefined ? [] : [['SLO at p99', report.sloMet ? 'met' : 'missed']]),
    ...percentileNames.map((name) => [`Latency ${name}`, formatPercentile(name, latencyMs)]),
    ['Generator lag p99', formatMilliseconds(lagMs.p99)],
  ];
}

function encodeTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = headings.map((heading) => `<th scope="col">${escapeText(heading)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${escapeText(cell)}</td>`).join('')}</tr>`);
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
