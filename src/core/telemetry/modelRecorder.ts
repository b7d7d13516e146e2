import type { EncodedError, Refusal } from '../errors.ts';
import type { DispatchReason } from '../scheduling/planBatch.ts';
import type { TraceSource } from '../protocol/inference.ts';
import { AnswerCounts } from './answerCounts.ts';
import type { ModelMetrics, VersionAnswers } from './metricsSnapshot.ts';
import { TraceLog } from './traceLog.ts';
import { WindowedCounter } from './windowedCounter.ts';
import { coveredSeconds, WindowedHistogram } from './windowedHistogram.ts';

export interface ExecutionRecord {
  /** Real rows. */
  readonly rows: number;
  readonly paddingRows: number;
  readonly inputMs: number;
  readonly computeMs: number;
  readonly outputMs: number;
  readonly reason: DispatchReason;
  /** Tokens of the texts, for runs of texts that were cut into tokens. */
  readonly tokens?: number;
  readonly paddingTokens?: number;
}

export interface AnswerRecord {
  readonly source: TraceSource;
  /** What answered; empty where an endpoint did not say. */
  readonly version: string;
  readonly latencyMs: number;
  readonly queueMs: number;
}

/** Everything counted for one model. */
export class ModelRecorder {
  readonly requests = new WindowedCounter();
  readonly inferences = new WindowedCounter();
  readonly latency = new WindowedHistogram();
  readonly queue = new WindowedHistogram();
  readonly input = new WindowedHistogram();
  readonly compute = new WindowedHistogram();
  readonly output = new WindowedHistogram();
  readonly batchSizes = new Map<number, number>();
  readonly errors = new Map<string, number>();
  /** Of the errors those that the queue or a deadline caused, by what became of the request. */
  readonly refusals = new Map<Refusal, number>();
  readonly dispatches = new Map<string, number>();
  readonly traces = new TraceLog();
  readonly answers = new AnswerCounts();
  /** The same by the version that answered. */
  readonly versions = new Map<string, AnswerCounts>();
  readonly batchTotals = new Map<
    number,
    { count: number; inputMs: number; computeMs: number; outputMs: number }
  >();
  executions = 0;
  paddingRows = 0;
  tokens = 0;
  paddingTokens = 0;
  lastInferenceAt = 0;
  /** Requests that their callers called off. */
  aborted = 0;
  readonly #onFirstAnswer: () => void;

  constructor(onFirstAnswer: () => void = () => undefined) {
    this.#onFirstAnswer = onFirstAnswer;
  }

  recordExecution(record: ExecutionRecord, now: number): void {
    this.executions += 1;
    this.paddingRows += record.paddingRows;
    this.tokens += record.tokens ?? 0;
    this.paddingTokens += record.paddingTokens ?? 0;
    this.lastInferenceAt = now;
    this.inferences.add(record.rows, now);
    this.input.add(record.inputMs, now);
    this.compute.add(record.computeMs, now);
    this.output.add(record.outputMs, now);
    increment(this.batchSizes, record.rows, 1);
    increment(this.dispatches, record.reason, 1);
    const totals = this.batchTotals.get(record.rows) ?? { count: 0, inputMs: 0, computeMs: 0, outputMs: 0 };
    totals.count += 1;
    totals.inputMs += record.inputMs;
    totals.computeMs += record.computeMs;
    totals.outputMs += record.outputMs;
    this.batchTotals.set(record.rows, totals);
  }

  recordAnswer({ source, version, latencyMs, queueMs }: AnswerRecord, now: number): void {
    if (this.answers.sources.size === 0) this.#onFirstAnswer();
    this.requests.add(1, now);
    this.latency.add(latencyMs, now);
    this.queue.add(queueMs, now);
    this.answers.add(source, now);
    let own = this.versions.get(version);
    if (own === undefined) this.versions.set(version, (own = new AnswerCounts()));
    own.add(source, now);
  }

  recordFailure({ code, refusal }: Pick<EncodedError, 'code' | 'refusal'>, now: number): void {
    this.requests.add(1, now);
    increment(this.errors, code, 1);
    if (refusal !== undefined) increment(this.refusals, refusal, 1);
  }

  /** Adds everything that `other` counted but its versions, which are its model's alone: the total over models is made when it is asked for. */
  merge(other: ModelRecorder): void {
    this.requests.merge(other.requests);
    this.inferences.merge(other.inferences);
    this.answers.merge(other.answers);
    for (const stage of ['latency', 'queue', 'input', 'compute', 'output'] as const)
      this[stage].merge(other[stage]);
    mergeCounts(this.batchSizes, other.batchSizes);
    mergeCounts(this.errors, other.errors);
    mergeCounts(this.refusals, other.refusals);
    mergeCounts(this.dispatches, other.dispatches);
    for (const [rows, from] of other.batchTotals) {
      const into = this.batchTotals.get(rows) ?? { count: 0, inputMs: 0, computeMs: 0, outputMs: 0 };
      for (const key of ['count', 'inputMs', 'computeMs', 'outputMs'] as const) into[key] += from[key];
      this.batchTotals.set(rows, into);
    }
    this.executions += other.executions;
    this.aborted += other.aborted;
    this.paddingRows += other.paddingRows;
    this.tokens += other.tokens;
    this.paddingTokens += other.paddingTokens;
    this.lastInferenceAt = Math.max(this.lastInferenceAt, other.lastInferenceAt);
  }

  versionAnswers(now: number): Readonly<Record<string, VersionAnswers>> {
    return Object.fromEntries(
      [...this.versions].map(([version, answers]) => [
        version,
        { recent: answers.recent(now), total: answers.total },
      ]),
    );
  }

  metrics(now: number, { queueDepth, inFlight }: { queueDepth: number; inFlight: number }): ModelMetrics {
    return {
      requests: this.requests.total,
      inferences: this.inferences.total,
      executions: this.executions,
      batchSizes: Object.fromEntries(this.batchSizes),
      errors: Object.fromEntries(this.errors),
      refusals: Object.fromEntries(this.refusals),
      aborted: this.aborted,
      sources: Object.fromEntries(this.answers.sources),
      paddingRows: this.paddingRows,
      tokens: this.tokens,
      paddingTokens: this.paddingTokens,
      queueDepth,
      inFlight,
      requestsPerSecond: this.requests.window(now) / coveredSeconds(now),
      inferencesPerSecond: this.inferences.window(now) / coveredSeconds(now),
      latencyMs: this.latency.percentiles(now),
      queueMs: this.queue.percentiles(now),
      inputMs: this.input.percentiles(now),
      computeMs: this.compute.percentiles(now),
      outputMs: this.output.percentiles(now),
    };
  }
}

function increment<Key>(counts: Map<Key, number>, key: Key, amount: number): void {
  counts.set(key, (counts.get(key) ?? 0) + amount);
}

function mergeCounts<Key>(into: Map<Key, number>, from: ReadonlyMap<Key, number>): void {
  for (const [key, count] of from) increment(into, key, count);
}
