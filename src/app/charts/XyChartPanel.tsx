import { ChartPanel } from './ChartPanel.tsx';
import { Legend } from './Legend.tsx';
import { LineSketch } from './LineSketch.tsx';
import { XyChart, type XyChartProps } from './XyChart.tsx';
import { TableFrame } from '../components/TableFrame.tsx';
import styles from './Charts.module.css';

interface XyChartPanelProps extends XyChartProps {
  readonly title: string;
  readonly note?: string;
  /** What the horizontal axis counts. */
  readonly headingX: string;
  /** What the chart shows, for those who do not see it. */
  readonly summary: string;
  /** Draws what is still being measured, at little cost. @default false */
  readonly isLive?: boolean;
}

/** Lines over any horizontal axis, and the same figures as a table. */
export function XyChartPanel({
  title,
  note,
  headingX,
  summary,
  isLive = false,
  ...chart
}: XyChartPanelProps) {
  const { points, series, format, formatX } = chart;
  return (
    <ChartPanel
      title={title}
      {...(note === undefined ? {} : { note })}
      summary={summary}
      legend={<Legend series={series} />}
      chart={isLive ? <LineSketch {...chart} /> : <XyChart {...chart} />}
      table={
        <TableFrame label={`${title}, figures`} className={styles['scroll']}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{headingX}</th>
                {series.map(({ key, name }) => (
                  <th key={key} scope="col" className="number">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {points.map(({ x, values }) => (
                <tr key={x}>
                  <td>{formatX(x)}</td>
                  {series.map(({ key }) => {
                    const value = values[key] ?? values[`${key}Early`] ?? null;
                    return (
                      <td key={key} className="number">
                        {value === null ? '–' : format(value)}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      }
    />
  );
}
