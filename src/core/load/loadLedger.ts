import type { Refusal } from '../errors.ts';
import { Histogram } from '../telemetry/histogram.ts';
import { LatencyTrend } from './latencyTrend.ts';
import type { LoadSecond } from './loadReport.ts';

/** Gauges of a model at the end of a second. */
export interface LoadGauges {
  readonly queueDepth: number;
  readonly batchSize: number | null;
}

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/**
 * Counts what becomes of the requests of one run. Times are milliseconds from its start; settlements must come in the order of
 * their time.
 */
export class LoadLedger {
  readonly latency = new Histogram();
  readonly lag = new Histogram();
  readonly trend = new LatencyTrend();
  readonly refused: Record<string, number> = {};
  readonly refusals: Partial<Record<Refusal, number>> = {};
  offered = 0;
  completed = 0;
  inTime = 0;
  /** When the last request settled. */
  lastAtMs = 0;
  readonly #sloMs: number;
  readonly #lastSecond: number;
  readonly #rows: Mutable<LoadSecond>[] = [];
  readonly #histogram = new Histogram();
  #open = 0;

  constructor({ seconds, sloMs }: { readonly seconds: number; readonly sloMs: number | undefined }) {
    this.#sloMs = sloMs ?? Number.POSITIVE_INFINITY;
    this.#lastSecond = Math.max(0, Math.ceil(seconds) - 1);
  }

  get unanswered(): number {
    return this.offered - this.completed - this.refusedCount;
  }

  get refusedCount(): number {
    let sum = 0;
    for (const code in this.refused) sum += this.refused[code] as number;
    return sum;
  }

  /** @param lagMs how much later than intended it was sent; undefined where nothing was intended */
  offer(intendedMs: number, lagMs?: number): void {
    this.offered += 1;
    this.#row(intendedMs).offered += 1;
    if (lagMs !== undefined) this.lag.add(lagMs);
  }

  complete(atMs: number, latencyMs: number): void {
    const row = this.#settle(atMs);
    row.completed += 1;
    this.completed += 1;
    if (latencyMs <= this.#sloMs) this.inTime += 1;
    this.latency.add(latencyMs);
    this.trend.add(atMs - latencyMs, latencyMs);
    this.#histogram.add(latencyMs);
  }

  refuse(atMs: number, code: string, refusal?: Refusal): void {
    this.#settle(atMs).refused += 1;
    this.refused[code] = (this.refused[code] ?? 0) + 1;
    if (refusal !== undefined) this.refusals[refusal] = (this.refusals[refusal] ?? 0) + 1;
  }

  gauge(second: number, { queueDepth, batchSize }: LoadGauges): void {
    const row = this.#row(second * 1000);
    row.queueDepth = queueDepth;
    row.batchSize = batchSize ?? row.batchSize;
  }

  /** The row of a second as it stands. */
  second(second: number): LoadSecond {
    const row = this.#row(second * 1000);
    if (row.second === this.#open) this.#summarize();
    return { ...row };
  }

  /** All seconds that have begun at `elapsedMs`. */
  seconds(elapsedMs: number): readonly LoadSecond[] {
    const last = Math.min(this.#lastSecond, Math.max(0, Math.ceil(elapsedMs / 1000) - 1));
    this.#row(last * 1000);
    this.#summarize();
    return this.#rows.slice(0, last + 1).map((row) => ({ ...row }));
  }

  #settle(atMs: number): Mutable<LoadSecond> {
    this.lastAtMs = atMs;
    const row = this.#row(atMs);
    if (row.second > this.#open) {
      this.#summarize();
      this.#histogram.clear();
      this.#open = row.second;
    }
    return row;
  }

  #summarize(): void {
    const row = this.#row(this.#open * 1000);
    row.p50 = this.#histogram.quantile(0.5);
    row.p99 = this.#histogram.quantile(0.99);
  }

  #row(atMs: number): Mutable<LoadSecond> {
    const second = Math.min(Math.max(0, Math.floor(atMs / 1000)), this.#lastSecond);
    while (this.#rows.length <= second) {
      const empty = { offered: 0, completed: 0, refused: 0, p50: null, p99: null, queueDepth: 0 };
      this.#rows.push({ second: this.#rows.length, ...empty, batchSize: null });
    }
    return this.#rows[second] as Mutable<LoadSecond>;
  }
}
