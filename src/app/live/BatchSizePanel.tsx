import { BarDistributionChart } from '../charts/BarDistributionChart.tsx';
import { ChartPanel } from '../charts/ChartPanel.tsx';
import { DistributionTable } from '../charts/DistributionTable.tsx';
import { formatCount } from '../formats/formatCount.ts';
import { bucketBatchSizes } from './bucketBatchSizes.ts';

export function BatchSizePanel({ batchSizes }: { readonly batchSizes: Readonly<Record<number, number>> }) {
  const bars = bucketBatchSizes(batchSizes);
  const words = bars.map(({ name, count }) => `${name}: ${formatCount(count)}`).join(', ');
  return (
    <ChartPanel
      title="Batch size"
      note="executions since the start, by rows"
      summary={`Executions since the start by batch size. ${words}.`}
      chart={<BarDistributionChart bars={bars} />}
      table={
        <DistributionTable title="Batch size" nameHeading="Rows" countHeading="Executions" bars={bars} />
      }
    />
  );
}
