import { useMemo } from 'react';
import type { AnswerSplit } from '../../client/index.ts';
import type { Series } from '../charts/series.ts';
import { TimeChartPanel } from '../charts/TimeChartPanel.tsx';
import { BarList, type Bar } from '../components/BarList.tsx';
import { Panel } from '../components/Panel.tsx';
import { formatCount } from '../formats/formatCount.ts';
import { formatShare } from '../formats/formatShare.ts';
import type { RoutingSample } from './routingSample.ts';
import { splitPoints, sumSplits } from './splitPoints.ts';
import { TableFrame } from '../components/TableFrame.tsx';
import { sumSplit } from './sumSplit.ts';
import styles from './TrafficPage.module.css';

const series: readonly Series[] = [
  { key: 'local', name: 'This device', color: 'var(--series-1)', hatch: 0 },
  { key: 'remote', name: 'Endpoint', color: 'var(--series-2)', hatch: 1 },
  { key: 'cache', name: 'Cache', color: 'var(--series-4)', hatch: 2 },
];

/** Who answered: lately as a chart, since the start by model. */
export function SplitPanels({ samples }: { readonly samples: readonly RoutingSample[] }) {
  const points = useMemo(() => splitPoints(samples.map(({ status }) => status)), [samples]);
  const models = Object.entries(samples.at(-1)?.status.models ?? {});
  const total = sumSplits(models.map(([, { splitTotal }]) => splitTotal));
  return (
    <div className={styles['charts']}>
      <TimeChartPanel
        kind="stacked"
        title="Answers a second"
        note="over 10 s"
        points={points}
        series={series}
        format={formatCount}
      />
      <Panel title="Answered by" note="since the start">
        <BarList label="Answers by side" bars={barsOf(total)} />
        <h3 className={styles['subtitle']}>By model</h3>
        <TableFrame label="Answers by model">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Model</th>
                {series.map(({ key, name }) => (
                  <th key={key} scope="col" className="number">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {models.map(([name, { splitTotal }]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {series.map(({ key }) => (
                    <td key={key} className="number">
                      {formatCount(splitTotal[key as keyof AnswerSplit])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      </Panel>
    </div>
  );
}

function barsOf(split: AnswerSplit): readonly Bar[] {
  const all = sumSplit(split);
  return series.map(({ key, name }) => {
    const count = split[key as keyof AnswerSplit];
    const share = all === 0 ? 0 : count / all;
    return {
      key,
      name,
      share,
      value: formatCount(count),
      ...(all === 0 ? {} : { detail: formatShare(share) }),
    };
  });
}
