/** One request through its stages, in milliseconds of the clock of all realms. */
export interface TracedRequest {
  readonly version: string;
  readonly variant: string;
  readonly backend: string;
  /** Real rows of the execution that answered. */
  readonly batchSize: number;
  readonly requestStartAt: number;
  readonly queueStartAt: number;
  readonly computeStartAt: number;
  readonly computeInputEndAt: number;
  readonly computeOutputStartAt: number;
  readonly computeEndAt: number;
  readonly requestEndAt: number;
}

const mostKept = 512;
/** A busy model is sampled, so that what is kept covers some seconds. */
const leastGapMs = 10;

/** Traces of some of a model's requests, the latest ones. */
export class TraceLog {
  readonly #kept: TracedRequest[] = [];
  #nextAt = 0;
  #lastAt = Number.NEGATIVE_INFINITY;

  /** Whether a request that ends now is to be kept. */
  isDue(now: number): boolean {
    return now - this.#lastAt >= leastGapMs;
  }

  add(request: TracedRequest): void {
    this.#lastAt = request.requestEndAt;
    this.#kept[this.#nextAt] = request;
    this.#nextAt = (this.#nextAt + 1) % mostKept;
  }

  /** The oldest first. */
  list(): readonly TracedRequest[] {
    return [...this.#kept.slice(this.#nextAt), ...this.#kept.slice(0, this.#nextAt)];
  }
}
