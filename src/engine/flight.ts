import type { EngineRequest, RequestHolder, RequestOwner } from './engineRequest.ts';
import { copyForRun } from './copyForRun.ts';
import type { RequestTarget } from './requestTarget.ts';
import type { ServedModel } from './servedModel.ts';
import type { SignedRequest } from './signEngineRequest.ts';

/** A request as one that may answer it names it. */
export interface SignedFor {
  readonly served: ServedModel;
  readonly signed: SignedRequest;
}

/**
 * One execution, or one look into the store, that any number of identical requests wait for. What runs is a request of its own, so
 * that no caller's abort or deadline takes it from the others.
 */
export class Flight implements RequestHolder {
  readonly signed: SignedRequest;
  readonly target: RequestTarget;
  /** The names under which an answer may be kept: one for each that may give it. */
  readonly names: readonly SignedFor[];
  /** Those who wait, in the order in which they came. */
  readonly callers: EngineRequest[] = [];
  /** False once a clear or a newer run of the same request came between. */
  mayFill = true;
  /** Asked only to learn whether caching pays: kept in memory alone. */
  isSpare = false;
  /** Whom the execution is for: the first caller, while it still waits. */
  #leader: EngineRequest | undefined;
  #run: EngineRequest | undefined;
  readonly #boardKey: string;
  readonly #onDeserted: (flight: Flight) => void;
  /** Lets go of the deployment, which is kept until the run stands in a queue. */
  readonly release: () => void;

  constructor(
    names: readonly SignedFor[],
    target: RequestTarget,
    leader: EngineRequest,
    onDeserted: (flight: Flight) => void,
  ) {
    this.names = names;
    this.signed = (names[0] as SignedFor).signed;
    this.target = target;
    this.release = target.gate.retain();
    this.#boardKey = boardKeyOf(this.signed, target, leader);
    this.#onDeserted = onDeserted;
    this.#leader = leader;
    this.join(leader);
  }

  /** Under which those who ask the same find it: not by those whose answers may come from elsewhere. */
  get boardKey(): string {
    return this.#boardKey;
  }

  get leader(): EngineRequest | undefined {
    return this.#leader;
  }

  /** What stands in the queue; undefined while the store is read. */
  get run(): EngineRequest | undefined {
    return this.#run;
  }

  /** Whether a request may wait for this one: not if it would then be served later than on its own. */
  canCarry({ options }: EngineRequest): boolean {
    const own = this.#leader ?? this.#run;
    return own !== undefined && (own.options.priority ?? 2) <= (options.priority ?? 2);
  }

  join(caller: EngineRequest): void {
    caller.holder = this;
    this.callers.push(caller);
  }

  /** The request to be queued for all of them. */
  makeRun(owner: RequestOwner): EngineRequest {
    const model = this.#leader ?? (this.callers as [EngineRequest])[0];
    this.#leader = model;
    const run = copyForRun(model, owner);
    this.#run = run;
    return run;
  }

  withdraw(caller: EngineRequest): void {
    const at = this.callers.indexOf(caller);
    if (at === -1) return;
    this.callers.splice(at, 1);
    const run = this.#run;
    if (this.#leader === caller) {
      this.#leader = undefined;
      if (run !== undefined) {
        run.isAwaited = false;
        run.holder?.desert?.(run);
      }
    }
    if (this.callers.length > 0) return;
    if (run === undefined) this.#onDeserted(this);
    else if (run.holder?.isWaiting?.(run) ?? run.items.some(({ state }) => state === 'waiting')) {
      run.isSettled = true;
      run.holder?.withdraw(run);
      this.#onDeserted(this);
    }
  }
}

/** What may leave the device is for each page to say, so that an answer from elsewhere is shared by those of one page that says it. */
export function boardKeyOf(
  { key }: SignedRequest,
  { scope = '' }: RequestTarget,
  { screener }: EngineRequest,
): string {
  if (scope === '') return key;
  return screener === undefined ? `${scope}/${key}` : `${scope}/${screener.key}/${key}`;
}
