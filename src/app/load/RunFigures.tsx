import type { LoadReport } from '../../client/index.ts';
import { FigureList, type Figure } from '../components/FigureList.tsx';
import { formatCount } from '../formats/formatCount.ts';
import { formatMilliseconds } from '../formats/formatMilliseconds.ts';
import { formatShare } from '../formats/formatShare.ts';
import { percentileNames, supportNote } from '../live/percentileSupport.ts';

/** The figures of a run, finished or not. */
export function RunFigures({ report }: { readonly report: LoadReport }) {
  return <FigureList figures={figuresOf(report)} />;
}

function figuresOf(report: LoadReport): readonly Figure[] {
  const { offered, accepted, completed, inTime, refused, unanswered, latencyMs, lagMs, plan } = report;
  const refusedCount = Object.values(refused).reduce((sum, count) => sum + count, 0);
  const isScheduled = lagMs.samples > 0;
  const hasSlo = report.sloMet !== undefined;
  return [
    ...(report.peakRate === undefined
      ? []
      : [
          {
            name: 'Peak',
            value: report.peakRate === 0 ? 'none' : `${formatCount(report.peakRate)}/s`,
            note: 'met the SLO; the other figures are of that run',
          },
        ]),
    {
      name: 'Offered',
      value: formatCount(offered),
      note: `over ${formatCount(report.elapsedMs / 1000)} s`,
    },
    {
      name: 'Accepted',
      value: formatCount(accepted),
      note: offered > 0 ? `${formatShare(accepted / offered)} of all offered` : 'nothing was offered',
    },
    {
      name: 'Answered',
      value: `${formatCount(report.throughput)}/s`,
      note: `${formatCount(completed)} in all`,
    },
    {
      name: 'In time',
      value: `${formatCount(report.goodput)}/s`,
      note: hasSlo && offered > 0 ? `${formatShare(inTime / offered)} of all offered` : 'no limit was set',
    },
    {
      name: 'Refused',
      value: formatCount(refusedCount),
      note: unanswered === 0 ? `of ${formatCount(offered)}` : `and ${formatCount(unanswered)} still out`,
    },
    ...percentileNames.map((percentile): Figure => {
      const missing = latencyMs.samples === 0 ? undefined : supportNote(percentile, latencyMs.samples);
      return {
        name: `Latency ${percentile}`,
        value: formatMilliseconds(latencyMs[percentile]),
        note: missing ?? (latencyMs.samples === 0 ? 'no answer' : `of ${formatCount(latencyMs.samples)}`),
        isEarly: missing !== undefined,
      };
    }),
    {
      name: 'Sent late',
      value: isScheduled ? formatMilliseconds(lagMs.p99) : '–',
      note: isScheduled ? 'p99, by the generator itself' : `nothing is scheduled in ${plan.scenario}`,
    },
  ];
}
