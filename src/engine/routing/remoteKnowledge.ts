import type { Clock } from '../../core/clock.ts';
import type { RemoteModel } from '../../core/protocol/describeRemote.ts';
import type { TensorSpec } from '../../core/protocol/tensor.ts';
import { compareSpecs, describeDifferences } from '../../core/routing/compareSpecs.ts';
import type { RemoteDescription } from '../../core/routing/routingStatus.ts';
import type { SpecDifference } from '../../core/routing/remoteVerdict.ts';
import { RemoteFailure } from '../../core/routing/remoteFailure.ts';
import type { RemoteEndpoint } from '../../core/routing/remotePort.ts';

/** Inputs and outputs of a model as they are known here; undefined where the model is not. */
export type LocalSpecs =
  { readonly inputs: readonly TensorSpec[]; readonly outputs: readonly TensorSpec[] } | undefined;

const longestMs = 2000;
/** After which the endpoint is asked again, beside the requests. */
const freshMs = 60_000;
/** After which one that did not answer is. */
const retryMs = 10_000;

/** What the endpoint says of one model, asked before the first request and again from time to time. */
export class RemoteKnowledge {
  readonly #model: string;
  readonly #endpoint: RemoteEndpoint;
  readonly #clock: Clock;
  readonly #specs: () => LocalSpecs;
  #described: RemoteModel | undefined;
  #failure: RemoteFailure | undefined;
  #asking: Promise<void> | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(model: string, endpoint: RemoteEndpoint, clock: Clock, specs: () => LocalSpecs) {
    this.#model = model;
    this.#endpoint = endpoint;
    this.#clock = clock;
    this.#specs = specs;
  }

  /** Undefined until the endpoint has described the model. */
  get model(): RemoteModel | undefined {
    return this.#described;
  }

  /** Why it did not, if so. */
  get failure(): RemoteFailure | undefined {
    return this.#failure;
  }

  /** Whether the endpoint has been asked and has answered, or failed to. */
  get isKnown(): boolean {
    return this.#described !== undefined || this.#failure !== undefined;
  }

  /** Why requests may not go there: it is another model than here. */
  get mismatch(): string | undefined {
    const differences = this.#compare() ?? [];
    return differences.length === 0 ? undefined : describeDifferences(this.#model, differences);
  }

  describe(): RemoteDescription {
    const differences = this.#compare();
    if (this.#described !== undefined) {
      const { versions } = this.#described;
      return { kind: 'described', versions, ...(differences === undefined ? {} : { differences }) };
    }
    return this.#failure === undefined
      ? { kind: 'unknown' }
      : { kind: 'failed', message: this.#failure.message };
  }

  /** Resolves once {@link isKnown}; an endpoint that does not describe its models may serve them all the same. */
  async learn(signal: AbortSignal, timeoutMs: number): Promise<void> {
    if (!this.isKnown) {
      await this.#ask(signal, timeoutMs);
      return;
    }
    const ageMs = this.#clock.now() - this.#askedAt;
    if (ageMs > (this.#failure === undefined ? freshMs : retryMs)) void this.#ask(signal, timeoutMs);
  }

  /** What it says may no longer hold. */
  doubt(): void {
    this.#askedAt = Number.NEGATIVE_INFINITY;
  }

  /** Undefined while one side's inputs and outputs are not known. */
  #compare(): readonly SpecDifference[] | undefined {
    const local = this.#specs();
    const remote = this.#described;
    if (local === undefined || remote === undefined) return undefined;
    if (remote.inputs.length === 0 && remote.outputs.length === 0) return undefined;
    return compareSpecs(local, remote);
  }

  async #ask(signal: AbortSignal, timeoutMs: number): Promise<void> {
    this.#asking ??= this.#askOnce(signal, Math.min(longestMs, Math.ceil(timeoutMs / 2)));
    try {
      await this.#asking;
    } finally {
      this.#asking = undefined;
    }
  }

  async #askOnce(signal: AbortSignal, timeoutMs: number): Promise<void> {
    const options = { timeoutMs, signal };
    this.#askedAt = this.#clock.now();
    const [described] = await Promise.allSettled([
      this.#endpoint.describeModel(this.#model, options),
      this.#endpoint.form === 'unknown' ? this.#endpoint.describeServer(options) : undefined,
    ]);
    if (described.status === 'fulfilled') {
      this.#described = described.value;
      this.#failure = undefined;
    } else if (described.reason instanceof RemoteFailure) this.#failure = described.reason;
    else this.#failure = new RemoteFailure('remote', String(described.reason), { kind: 'broken' });
  }
}
