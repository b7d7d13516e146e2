import { expect, test } from 'vitest';
import { formatPrometheus } from './formatPrometheus.ts';
import { ModelRecorder } from './modelRecorder.ts';

const sampleLine = /^([a-z_]+)\{((?:[a-z_]+="(?:[^"\\\n]|\\\\|\\"|\\n)*",?)*)\} (\S+)$/;

function record(): ModelRecorder {
  const recorder = new ModelRecorder();
  for (const [rows, computeMs] of [
    [1, 0.3],
    [8, 3],
    [8, 30],
    [200, 20_000],
  ] as const) {
    recorder.recordExecution(
      { rows, paddingRows: 1, inputMs: 0.1, computeMs, outputMs: 0.1, reason: 'full' },
      1_000_000,
    );
    recorder.recordAnswer(
      { source: 'local', version: '1', latencyMs: computeMs + 1, queueMs: 0.5 },
      1_000_000,
    );
  }
  recorder.recordFailure({ code: 'deadline', refusal: 'dropped' }, 1_000_000);
  recorder.aborted += 2;
  return recorder;
}

const table = [1, 2, 4].map((rows) => ({ rows, ms: 2 + 0.5 * rows }));
const source = {
  version: '1',
  backend: 'wasm',
  queueDepth: 3,
  inFlight: 2,
  oldestAgeMs: 40,
  costs: [
    ...['64', '128'].map((shape) => ({
      model: 'plain',
      version: '1',
      variant: 'int8',
      backend: 'wasm',
      shape,
      points: table,
      batchRows: 4,
      batchMs: 4,
    })),
  ],
  busy: [0.25, 0.5],
};
const text = formatPrometheus([
  { ...source, model: 'plain', recorder: record() },
  { ...source, model: 'odd "name" \\ of\ntwo lines', recorder: new ModelRecorder() },
]);
const lines = text.split('\n');

interface Sample {
  readonly name: string;
  readonly labels: string;
  readonly value: number;
}

const samples: readonly Sample[] = lines
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [, name = '', labels = '', value] = sampleLine.exec(line) ?? [];
    return { name, labels, value: Number(value) };
  });

const valuesOf = (name: string, label = 'model="plain"'): readonly number[] =>
  samples.filter((sample) => sample.name === name && sample.labels.includes(label)).map(({ value }) => value);

test('every line is a comment or a sample with a finite value, and the last one ends', () => {
  expect(text.endsWith('\n')).toBe(true);
  expect(samples.length).toBeGreaterThan(100);
  expect(samples.filter(({ name, value }) => name === '' || !Number.isFinite(value))).toEqual([]);
});

test('every metric is announced once, before its samples, and no series comes twice', () => {
  const announced = lines.filter((line) => line.startsWith('# TYPE ')).map((line) => line.split(' ')[2]!);
  expect(new Set(announced).size).toBe(announced.length);
  for (const { name } of samples) {
    expect(announced).toContain(announced.includes(name) ? name : name.replace(/_(bucket|sum|count)$/, ''));
  }
  const series = samples.map(({ name, labels }) => `${name}{${labels}}`);
  expect(new Set(series).size).toBe(series.length);
});

test('label values are escaped', () => {
  expect(text).toContain('model="odd \\"name\\" \\\\ of\\ntwo lines"');
});

test('buckets rise to the count', () => {
  for (const name of [
    'nearside_compute_infer_duration_seconds',
    'nearside_request_duration_seconds',
    'nearside_batch_size',
  ]) {
    const buckets = valuesOf(`${name}_bucket`);
    expect(buckets).toEqual(buckets.toSorted((left, right) => left - right));
    expect(buckets.at(-1)).toBe(4);
    expect(valuesOf(`${name}_count`)).toEqual([4]);
  }
  expect(valuesOf('nearside_batch_size_bucket')).toEqual([1, 1, 1, 3, 3, 3, 3, 3, 4]);
  expect(valuesOf('nearside_compute_infer_duration_seconds_sum')[0]).toBeCloseTo(20.0333);
});

test('tells the cost model of each shape, as a line and as the times themselves', () => {
  for (const shape of ['64', '128']) {
    const label = `variant="int8",shape="${shape}"`;
    expect(valuesOf('nearside_batch_cap', label)).toContain(4);
    expect(valuesOf('nearside_cost_seconds', label).slice(0, 3)).toEqual([0.0025, 0.003, 0.004]);
    const [alpha, beta, fit] = valuesOf('nearside_cost_model', label);
    expect(alpha).toBeCloseTo(2);
    expect(beta).toBeCloseTo(0.5);
    expect(fit).toBeCloseTo(1);
  }
});

test('counts what was recorded', () => {
  expect(valuesOf('nearside_request_total')).toEqual([4, 3]);
  expect(valuesOf('nearside_request_failure_total')).toEqual([1, 2]);
  expect(valuesOf('nearside_request_failure_total', 'reason="aborted"')).toContain(2);
  expect(valuesOf('nearside_refusal_total', 'refusal="dropped"')).toContain(1);
  expect(valuesOf('nearside_inference_total')).toEqual([217]);
  expect(valuesOf('nearside_execution_total')).toEqual([4]);
  expect(valuesOf('nearside_batch_padding_rows_total')).toEqual([4]);
  expect(valuesOf('nearside_pending_requests')).toEqual([3]);
  expect(valuesOf('nearside_inflight_requests')).toEqual([2]);
});
