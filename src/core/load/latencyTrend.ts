/** The straight line through the latencies of a run over the intended starts of its requests, by least squares. */
export class LatencyTrend {
  #count = 0;
  #meanStartMs = 0;
  #meanLatencyMs = 0;
  #startSquares = 0;
  #products = 0;

  add(startMs: number, latencyMs: number): void {
    this.#count += 1;
    const fromMean = startMs - this.#meanStartMs;
    this.#meanStartMs += fromMean / this.#count;
    this.#meanLatencyMs += (latencyMs - this.#meanLatencyMs) / this.#count;
    this.#startSquares += fromMean * (startMs - this.#meanStartMs);
    this.#products += fromMean * (latencyMs - this.#meanLatencyMs);
  }

  /**
   * Milliseconds of latency that each millisecond adds; null while all started at once. Where a queue grows without end, that is by how much
   * the rate lies above the capacity, as a share of it.
   */
  get growth(): number | null {
    return this.#startSquares > 0 ? this.#products / this.#startSquares : null;
  }
}
