import { fitLine } from '../scheduling/fitLine.ts';
import { durationSamples, formatMetric, type Sample } from './prometheusText.ts';
import type { WindowedHistogram } from './windowedHistogram.ts';
import type { CostSnapshot } from './metricsSnapshot.ts';
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
  readonly costs: readonly CostSnapshot[];
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
    ...[...failuresOf(recorder)].slice(0, 1).map(() => ({
      labels: { outcome: 'failure', source: '' },
      value: sum(failuresOf(recorder).values()),
    })),
  ]);
  add(
    'nearside_request_failure_total',
    'counter',
    'Requests rejected, by error code, or called off.',
    ({ recorder }) => [...failuresOf(recorder)].map(([reason, value]) => ({ labels: { reason }, value })),
  );
  add(
    'nearside_refusal_total',
    'counter',
    'Requests ended by the queue or their deadline, by what became of them.',
    ({ recorder }) => [...recorder.refusals].map(([refusal, value]) => ({ labels: { refusal }, value })),
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
  add('nearside_batch_cap', 'gauge', 'Rows of a batch while more than one is queued.', ({ costs }) =>
    costs.map((cost) => ({ labels: labelsOf(cost), value: cost.batchRows })),
  );
  add('nearside_cost_model', 'gauge', 'T(b) = alpha + beta b in milliseconds, and its fit.', ({ costs }) =>
    costs.flatMap(lineSamples),
  );
  add('nearside_cost_seconds', 'gauge', 'T(b) as it is measured, by the rows of a run.', ({ costs }) =>
    costs.flatMap((cost) =>
      cost.points.map(({ rows, ms }) => ({
        labels: { ...labelsOf(cost), rows: String(rows) },
        value: ms / 1000,
      })),
    ),
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

function failuresOf({ errors, aborted }: ModelRecorder): ReadonlyMap<string, number> {
  return aborted === 0 ? errors : new Map([...errors, ['aborted', aborted]]);
}

function labelsOf({ version, backend, variant, shape }: CostSnapshot): Readonly<Record<string, string>> {
  return { version, backend, variant, shape };
}

function lineSamples(cost: CostSnapshot): readonly Sample[] {
  const line = fitLine(cost.points);
  if (line === undefined) return [];
  const { alphaMs, betaMs, r2 } = line;
  return Object.entries({ alpha: alphaMs, beta: betaMs, r2 }).map(([param, value]) => ({
    labels: { ...labelsOf(cost), param },
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
