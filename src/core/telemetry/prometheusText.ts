import type { WindowedHistogram } from './windowedHistogram.ts';

const durationBoundsSeconds = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/** One line of a metric. */
export interface Sample {
  readonly suffix?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A metric in text exposition format 0.0.4, with its help and type. */
export function formatMetric(
  name: string,
  type: 'counter' | 'gauge' | 'histogram',
  help: string,
  samples: readonly Sample[],
): string {
  const lines = samples.map(
    ({ suffix = '', labels = {}, value }) => `${name}${suffix}${formatLabels(labels)} ${value}\n`,
  );
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

/** A duration as the cumulative buckets, sum and count of a histogram, in seconds. */
export function durationSamples(
  { total }: WindowedHistogram,
  labels: Readonly<Record<string, string>>,
): readonly Sample[] {
  return [
    ...durationBoundsSeconds.map((bound) => ({
      suffix: '_bucket',
      labels: { ...labels, le: String(bound) },
      value: total.countAtMost(bound * 1000),
    })),
    { suffix: '_bucket', labels: { ...labels, le: '+Inf' }, value: total.count },
    { suffix: '_sum', labels, value: total.sum / 1000 },
    { suffix: '_count', labels, value: total.count },
  ];
}

function formatLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
