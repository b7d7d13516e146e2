import type { BreakerChange, BreakerState, BreakerStatus } from './routingStatus.ts';

/** What a call says of its endpoint. `ignored`: nothing, as an abort, a request that was wrong, or a device without network. */
export type CallOutcome = 'success' | 'slow' | 'failure' | 'ignored';

/** Leave to make one call, to be handed back with its outcome. */
export interface CallPermit {
  /** Between which two changes of the breaker it was given. */
  readonly epoch: number;
  readonly isProbe: boolean;
}

interface Bucket {
  second: number;
  calls: number;
  failures: number;
  slow: number;
}

const bucketCount = 10;
const minCalls = 5;
const failureShare = 0.5;
const slowShare = 0.8;
const firstOpenMs = 5000;
const longestOpenMs = 60_000;
const jitter = 0.1;
const keptChanges = 20;

/**
 * A circuit breaker over the last ten seconds, in buckets of absolute seconds, so that a pause forgets what was before it. It opens
 * when of at least five calls half failed or four fifths were slow, for 5 s, doubled each time up to a minute; then one probe at a time
 * decides. Rates and slow calls as in resilience4j.
 */
export class Breaker {
  readonly #random: () => number;
  readonly #buckets: readonly Bucket[] = Array.from({ length: bucketCount }, () => blankBucket());
  readonly #history: BreakerChange[] = [];
  #openUntil: number | undefined;
  #openings = 0;
  #epoch = 0;
  #isProbing = false;

  /** @param random numbers in [0, 1) */
  constructor(random: () => number) {
    this.#random = random;
  }

  state(now: number): BreakerState {
    if (this.#openUntil === undefined) return 'closed';
    return now < this.#openUntil ? 'open' : 'half-open';
  }

  /** Whether {@link acquire} would give leave now. */
  isPassable(now: number): boolean {
    const state = this.state(now);
    return state === 'closed' || (state === 'half-open' && !this.#isProbing);
  }

  /** Leave for one call; undefined while it is open, or half-open with a probe under way. */
  acquire(now: number): CallPermit | undefined {
    const state = this.state(now);
    if (state === 'closed') return { epoch: this.#epoch, isProbe: false };
    if (state === 'open' || this.#isProbing) return undefined;
    this.#isProbing = true;
    this.#note('half-open', 'one probe is let through', now);
    return { epoch: this.#epoch, isProbe: true };
  }

  /** Ends a call that {@link acquire} gave leave for; what was begun before the last change says nothing of now. */
  release({ epoch, isProbe }: CallPermit, outcome: CallOutcome, now: number): void {
    if (epoch !== this.#epoch) return;
    if (isProbe) this.#endProbe(outcome, now);
    else if (outcome !== 'ignored') this.#count(outcome, now);
  }

  status(now: number): BreakerStatus {
    const state = this.state(now);
    const { calls, failures, slow } = this.#sum(now);
    const opensUntil = state === 'open' ? (this.#openUntil ?? null) : null;
    return { state, opensUntil, calls, failures, slow, history: [...this.#history] };
  }

  #endProbe(outcome: CallOutcome, now: number): void {
    this.#isProbing = false;
    if (outcome === 'ignored') return;
    if (outcome !== 'success') {
      this.#open(outcome === 'slow' ? 'the probe was slow' : 'the probe failed', now);
      return;
    }
    this.#openUntil = undefined;
    this.#openings = 0;
    this.#epoch += 1;
    for (const bucket of this.#buckets) Object.assign(bucket, blankBucket());
    this.#note('closed', 'the probe was answered', now);
  }

  #count(outcome: CallOutcome, now: number): void {
    const second = Math.floor(now / 1000);
    const bucket = this.#buckets[second % bucketCount] as Bucket;
    if (bucket.second !== second) Object.assign(bucket, blankBucket(), { second });
    bucket.calls += 1;
    if (outcome === 'failure') bucket.failures += 1;
    if (outcome === 'slow') bucket.slow += 1;
    const { calls, failures, slow } = this.#sum(now);
    if (calls < minCalls) return;
    if (failures >= failureShare * calls) this.#open(`${failures} of ${calls} calls failed`, now);
    else if (slow >= slowShare * calls) this.#open(`${slow} of ${calls} calls were slow`, now);
  }

  #open(why: string, now: number): void {
    const openMs = Math.min(longestOpenMs, firstOpenMs * 2 ** this.#openings);
    const spread = 1 + jitter * (2 * this.#random() - 1);
    this.#openUntil = now + Math.min(longestOpenMs, openMs * spread);
    this.#openings += 1;
    this.#epoch += 1;
    this.#note('open', why, now);
  }

  #sum(now: number): Omit<Bucket, 'second'> {
    const oldest = Math.floor(now / 1000) - bucketCount;
    const sum = { calls: 0, failures: 0, slow: 0 };
    for (const { second, calls, failures, slow } of this.#buckets) {
      if (second <= oldest) continue;
      sum.calls += calls;
      sum.failures += failures;
      sum.slow += slow;
    }
    return sum;
  }

  #note(state: BreakerState, why: string, at: number): void {
    this.#history.push({ at, state, why });
    if (this.#history.length > keptChanges) this.#history.shift();
  }
}

function blankBucket(): Bucket {
  return { second: Number.NEGATIVE_INFINITY, calls: 0, failures: 0, slow: 0 };
}
