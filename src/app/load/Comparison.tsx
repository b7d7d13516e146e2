import type { LoadReport } from '../../client/index.ts';
import { Panel } from '../components/Panel.tsx';
import { formatCount } from '../formats/formatCount.ts';
import { percentileNames } from '../live/percentileSupport.ts';
import { describePlan, targetName } from './describeRun.ts';
import { DownloadButtons } from './DownloadButtons.tsx';
import { formatPercentile } from './formatPercentile.ts';
import type { LoadRecord } from './runHistory.ts';
import { SpectrumPanel } from './SpectrumPanel.tsx';
import { Validity } from './Validity.tsx';
import { TableFrame } from '../components/TableFrame.tsx';
import styles from './Comparison.module.css';

interface ComparisonProps {
  readonly one: LoadRecord;
  readonly other: LoadRecord;
}

interface Row {
  readonly name: string;
  readonly read: (report: LoadReport) => number | null | undefined;
  readonly format: (value: number | null | undefined, report: LoadReport) => string;
}

const formatRate = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : `${formatCount(value)}/s`;
const formatWhole = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : formatCount(value);

const rows: readonly Row[] = [
  { name: 'Peak', read: ({ peakRate }) => peakRate, format: formatRate },
  { name: 'Answered', read: ({ throughput }) => throughput, format: formatRate },
  { name: 'In time', read: ({ goodput }) => goodput, format: formatRate },
  ...percentileNames.map((percentile): Row => ({
    name: `Latency ${percentile}`,
    read: ({ latencyMs }) => latencyMs[percentile],
    format: (_, { latencyMs }) => formatPercentile(percentile, latencyMs),
  })),
  { name: 'Offered', read: ({ offered }) => offered, format: formatWhole },
  { name: 'Accepted', read: ({ accepted }) => accepted, format: formatWhole },
  {
    name: 'Refused',
    read: ({ refused }) => Object.values(refused).reduce((sum, count) => sum + count, 0),
    format: formatWhole,
  },
];

/** Two runs side by side. */
export function Comparison({ one, other }: ComparisonProps) {
  const runs = [one, other].map((record, index) => ({ ...record, letter: index === 0 ? 'A' : 'B' }));
  const shownRows = rows.filter(
    ({ read }) => read(one.report) !== undefined || read(other.report) !== undefined,
  );
  return (
    <>
      <Panel title="Comparison" note="of the same figures in two runs" headingId="load-comparison">
        <div className={styles['runs']}>
          {runs.map((record) => (
            <section key={record.id} aria-label={`Run ${record.letter}`} className={styles['run']}>
              <p>
                <strong>
                  {record.letter}: {targetName(record.report.plan)}
                </strong>
                , {record.report.plan.model}
              </p>
              <p className={styles['plan']}>{describePlan(record.report.plan)}</p>
              <Validity report={record.report} />
              <div className={styles['downloads']}>
                <DownloadButtons record={record} />
              </div>
            </section>
          ))}
        </div>
        <TableFrame label="Comparison, figures" className={styles['figures']}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Figure</th>
                {runs.map(({ id, letter, report }) => (
                  <th key={id} scope="col" className="number">
                    {letter}: {targetName(report.plan)}
                  </th>
                ))}
                <th scope="col" className="number">
                  A ÷ B
                </th>
              </tr>
            </thead>
            <tbody>
              {shownRows.map(({ name, read, format }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td className="number">{format(read(one.report), one.report)}</td>
                  <td className="number">{format(read(other.report), other.report)}</td>
                  <td className="number">{formatRatio(read(one.report), read(other.report))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      </Panel>
      <SpectrumPanel
        runs={runs.map(({ letter, report }) => ({
          key: letter,
          name: `${letter}: ${targetName(report.plan)}`,
          report,
        }))}
      />
    </>
  );
}

function formatRatio(one: number | null | undefined, other: number | null | undefined): string {
  if (one === null || one === undefined || other === null || other === undefined || other === 0) return '–';
  return `${(one / other).toPrecision(2)}×`;
}
