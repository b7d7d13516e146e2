import { matchesFilter, type CacheFilter } from '../core/caching/cachedResult.ts';
import { FrequentInputs } from '../core/caching/frequentInputs.ts';
import type { Clock } from '../core/clock.ts';
import type { Deployment } from './deployment.ts';
import type { EngineAnswer, EngineRequest, RequestOwner } from './engineRequest.ts';
import type { SignedFor } from './flight.ts';
import type { FlightBoard } from './flightBoard.ts';
import type { IdleTask } from './idleWork.ts';
import { askAgain, formOf, keepRequest, type KeptRequest } from './keptRequest.ts';
import type { ServedModel } from './servedModel.ts';
import type { RequestSigner } from './signEngineRequest.ts';

export interface AnswersAheadPorts {
  readonly clock: Clock;
  readonly signer: RequestSigner;
  readonly flights: Pick<FlightBoard, 'find' | 'add' | 'launch'>;
  /** Whether this is what answers requests that name no version. */
  readonly isServing: (served: ServedModel) => boolean;
  /** Whether results of the model are worth keeping now. */
  readonly doesPay: (model: string) => boolean;
  /** Whether a result is kept under this key. */
  readonly holds: (key: string) => boolean;
}

/** What is run for one change of a model, at most. */
const mostRuns = 64;
const mostRunMs = 2000;

/**
 * Remembers the requests that come most often, in memory alone, and runs them by what begins to serve their model, so that whoever
 * asks next finds the answer. Runs come one at a time, of the lowest priority, and count as nobody's.
 */
export class AnswersAhead implements RequestOwner {
  readonly #ports: AnswersAheadPorts;
  readonly #frequent: FrequentInputs<KeptRequest>;
  readonly #running = new Map<EngineRequest, () => void>();
  #hasEnded = false;

  constructor(maxBytes: number, ports: AnswersAheadPorts) {
    this.#ports = ports;
    this.#frequent = new FrequentInputs(maxBytes);
  }

  setLimit(maxBytes: number): void {
    this.#frequent.setLimit(maxBytes);
  }

  /** Counts a request that asks the cache; those that name an earlier version are not asked again. */
  note(names: readonly SignedFor[], request: EngineRequest): void {
    if (this.#hasEnded) return;
    const own = names.find(({ served }) => this.#ports.isServing(served));
    if (own === undefined) return;
    const make = (): KeptRequest => keepRequest(own.served, request);
    this.#frequent.note(request.model, own.signed.key, this.#ports.clock.now(), make);
  }

  /** Forgets requests as results are cleared. */
  forget(filter: CacheFilter): void {
    this.#frequent.deleteWhere((kept) => matchesFilter(kept, filter), filter.model);
  }

  /** Forgets the requests of the models that are meant. */
  forgetModels(isMeant: (model: string) => boolean): void {
    this.#frequent.deleteModels(isMeant);
  }

  /** Forgets everything, and remembers nothing from now on. */
  end(): void {
    this.#hasEnded = true;
    this.forgetModels(() => true);
  }

  /** What is to be run by a deployment that begins to serve; undefined where there is nothing. */
  plan(target: Deployment): IdleTask | undefined {
    const { name } = target.config;
    if (this.#frequent.list(name).length === 0) return undefined;
    let waiting: KeptRequest[] | undefined;
    let leftMs = mostRunMs;
    return {
      step: async () => {
        const { clock, isServing, doesPay } = this.#ports;
        if (!isServing(target) || !doesPay(name)) return false;
        waiting ??= this.#readdress(target);
        const kept = waiting.shift();
        if (kept === undefined) return false;
        const startAt = clock.now();
        await this.#run(target, kept);
        leftMs -= clock.now() - startAt;
        return waiting.length > 0 && leftMs > 0;
      },
    };
  }

  answer(answers: readonly EngineAnswer[]): void {
    for (const { request } of answers) this.#settle(request);
  }

  refuse(request: EngineRequest): void {
    this.#settle(request);
  }

  /** Counts what is kept under the keys that it has from now on; gives what has to be run. What no longer fits is forgotten. */
  #readdress(target: Deployment): KeptRequest[] {
    const { clock, signer, holds } = this.#ports;
    const { name } = target.config;
    const form = formOf(target);
    this.#frequent.deleteWhere((kept) => kept.form !== form, name);
    const missing: KeptRequest[] = [];
    for (const { key: from, item } of this.#frequent.list(name)) {
      const { key } = signer.sign(target, askAgain(item, this, clock.now()));
      this.#frequent.rename(name, from, key);
      if (!holds(key)) missing.push(item);
    }
    return missing.slice(0, mostRuns);
  }

  #run(target: Deployment, kept: KeptRequest): Promise<void> {
    const { clock, signer, flights, holds } = this.#ports;
    const request = askAgain(kept, this, clock.now());
    const signed = signer.sign(target, request);
    const isThere = holds(signed.key) || flights.find(signed, target, request) !== undefined;
    // Cleared meanwhile, or asked by somebody else.
    const isMeant = this.#frequent.list(kept.model).some(({ item }) => item === kept);
    if (isThere || !isMeant) return Promise.resolve();
    return new Promise((resolve) => {
      this.#running.set(request, resolve);
      flights.launch(flights.add([{ served: target, signed }], target, request), target);
      target.pump();
    });
  }

  #settle(request: EngineRequest): void {
    this.#running.get(request)?.();
    this.#running.delete(request);
  }
}
