import { durationSamples, formatMetric, type Sample } from './prometheusText.ts';
import type { WindowedHistogram } from './windowedHistogram.ts';
import type { ModelRecorder } from './modelRecorder.ts';

/** One model's recorder with what labels it and what it holds now. */
export interface PrometheusSource {
  readonly model: string;
  readonly version: string;
  readonly backend: string;
  readonly recorder: ModelRecorder;
  readonly queueDepth: number;
  readonly inFlight: number;
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
    ...[...recorder.sources].map(([source, value]) => ({ labels: { outcome: 'success', source }, value })),
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
  add('nearside_batch_dispatch_total', 'counter', 'Batches by what released them.', ({ recorder }) =>
    [...recorder.dispatches].map(([dispatch, value]) => ({ labels: { dispatch }, value })),
  );
  return metrics.join('');
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
