import { relativeError } from '../telemetry/histogram.ts';
import { WindowedHistogram } from '../telemetry/windowedHistogram.ts';

const share = 0.95;
const fewSamples = 20;
const leastMs = 1;
const refreshMs = 1000;

/** When a request that is still unanswered deserves a second way: at the p95 of the latest answers (Dean, Barroso: The Tail at Scale). */
export class HedgeTimer {
  readonly #latencies = new WindowedHistogram();
  #delayMs: number | undefined;
  #readAt = Number.NEGATIVE_INFINITY;

  observe(ms: number, now: number): void {
    this.#latencies.add(ms, now);
  }

  /** Beyond what the histogram may be off by: else every one of equal latencies would be late. Undefined until twenty answers stand behind it: those of the last ten seconds, else all. */
  delayMs(now: number): number | undefined {
    if (now - this.#readAt < refreshMs) return this.#delayMs;
    this.#readAt = now;
    const latest = this.#latencies.window(now);
    const counted = latest.count < fewSamples ? this.#latencies.total : latest;
    const p95 = counted.count < fewSamples ? null : counted.quantile(share);
    this.#delayMs = p95 === null ? undefined : Math.max(leastMs, p95 * (1 + 2 * relativeError));
    return this.#delayMs;
  }
}
