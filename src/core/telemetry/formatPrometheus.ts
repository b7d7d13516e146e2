import type { CostTable } from '../scheduling/costModel.ts';
import { fitLine } from '../scheduling/fitLine.ts';
import { durationSamples, formatMetric, type Sample } from './prometheusText.ts';
import type { WindowedHistogram } from './windowedHistogram.ts';
import type { ModelRecorder } from './modelRecorder.ts';

/** One model's recorder with what labels it and what it holds now. */
export interface PrometheusSource {
  readonly model: string;
  /** What serves now; answers are counted by the version that gave them. */
  readonly version: string;
  readonly backend: string;
  readonly recorder: ModelRecorder;
  readonly queueDepth: number;
  readonly inFlight: number;
  /** How long the oldest request has waited; 0 when none waits. */
  readonly oldestAgeMs: number;
  /** Cost table of the row shape that is asked for most, and the size of its batches under saturation; absent while not loaded. */
  readonly cost?: { readonly table: CostTable; readonly batchCap: number };
  /** For each instance, the share of the window in which a run was in progress. */
  readonly busy: readonly number[];
}

const batchBounds = [1, 2, 4, 8, 16, 32, 64, 128];

/** Text exposition format 0.0.4 with the metric names of the documentation. */
export function formatPrometheus(sources: readonly PrometheusSource[]): string {
  const metrics: string[] = [];
  const add = (
    name: string,
    type: 'counter' | 'gauge' | 'histogram',
    help: string,
    samplesOf: (source: PrometheusSource) => readonly Sample[],
  ): void => {
    const samples = sources.flatMap((source) => {
      const { model, version, backend } = source;
      return samplesOf(source).map((sample) => ({
        ...sample,
        labels: { model, version, backend, ...sample.labels },
      }));
    });
    metrics.push(formatMetric(name, type, help, samples));
  };

  add('nearside_request_total', 'counter', 'Requests settled.', ({ recorder }) => [
    ...[...recorder.versions].flatMap(([version, { sources }]) =>
      [...sources].map(([source, value]) => ({ labels: { version, outcome: 'success', source }, value })),
    ),
    ...(recorder.errors.size === 0
      ? []
      : [{ labels: { outcome: 'failure', source: '' }, value: sum(recorder.errors.values()) }]),
  ]);
  add('nearside_request_failure_total', 'counter', 'Requests rejected, by error code.', ({ recorder }) =>
    [...recorder.errors].map(([reason, value]) => ({ labels: { reason }, value })),
  );
  add('nearside_inference_total', 'counter', 'Rows executed.', ({ recorder }) => [
    { value: recorder.inferences.total },
  ]);
  add('nearside_execution_total', 'counter', 'Batches executed.', ({ recorder }) => [
    { value: recorder.executions },
  ]);
  add('nearside_pending_requests', 'gauge', 'Requests that wait.', ({ queueDepth }) => [
    { value: queueDepth },
  ]);
  add('nearside_inflight_requests', 'gauge', 'Requests in a run.', ({ inFlight }) => [{ value: inFlight }]);
  add(
    'nearside_oldest_request_age_seconds',
    'gauge',
    'How long the oldest waiting request has waited.',
    ({ oldestAgeMs }) => [{ value: oldestAgeMs / 1000 }],
  );
  add('nearside_batch_cap', 'gauge', 'Rows of a batch while more than one is queued.', ({ cost }) =>
    cost === undefined ? [] : [{ value: cost.batchCap }],
  );
  add('nearside_cost_model', 'gauge', 'T(b) = alpha + beta b in milliseconds, and its fit.', ({ cost }) =>
    costSamples(cost?.table ?? []),
  );
  add('nearside_instance_busy_ratio', 'gauge', 'Share of the last 10 s in a run.', ({ busy }) =>
    busy.map((value, index) => ({ labels: { instance: String(index) }, value })),
  );
  const durations: readonly (readonly [string, (recorder: ModelRecorder) => WindowedHistogram])[] = [
    ['request', (recorder) => recorder.latency],
    ['queue', (recorder) => recorder.queue],
    ['compute_input', (recorder) => recorder.input],
    ['compute_infer', (recorder) => recorder.compute],
    ['compute_output', (recorder) => recorder.output],
  ];
  for (const [stage, pick] of durations) {
    add(
      `nearside_${stage}_duration_seconds`,
      'histogram',
      `Duration of the stage ${stage}.`,
      ({ recorder }) => durationSamples(pick(recorder), {}),
    );
  }
  add('nearside_batch_size', 'histogram', 'Real rows of an execution.', ({ recorder }) =>
    batchSamples(recorder),
  );
  add('nearside_batch_padding_rows_total', 'counter', 'Rows that only filled a batch.', ({ recorder }) => [
    { value: recorder.paddingRows },
  ]);
  add('nearside_token_total', 'counter', 'Tokens of texts that were run.', ({ recorder }) =>
    recorder.tokens === 0 ? [] : [{ value: recorder.tokens }],
  );
  add('nearside_batch_padding_tokens_total', 'counter', 'Tokens that only filled rows.', ({ recorder }) =>
    recorder.tokens === 0 ? [] : [{ value: recorder.paddingTokens }],
  );
  add('nearside_batch_dispatch_total', 'counter', 'Batches by what released them.', ({ recorder }) =>
    [...recorder.dispatches].map(([dispatch, value]) => ({ labels: { dispatch }, value })),
  );
  return metrics.join('');
}

function costSamples(table: CostTable): readonly Sample[] {
  const line = fitLine(table);
  if (line === undefined) return [];
  const { alphaMs, betaMs, r2 } = line;
  return Object.entries({ alpha: alphaMs, beta: betaMs, r2 }).map(([param, value]) => ({
    labels: { param },
    value,
  }));
}

function batchSamples({ batchSizes, executions, inferences }: ModelRecorder): readonly Sample[] {
  return [
    ...batchBounds.map((bound) => ({
      suffix: '_bucket',
      labels: { le: String(bound) },
      value: sum([...batchSizes].filter(([size]) => size <= bound).map(([, count]) => count)),
    })),
    { suffix: '_bucket', labels: { le: '+Inf' }, value: executions },
    { suffix: '_sum', value: inferences.total },
    { suffix: '_count', value: executions },
  ];
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
