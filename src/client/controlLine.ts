import { releaseProxy, wrap, type Remote } from 'comlink';
import { decodeError, messageOf, NearsideError } from '../core/errors.ts';
import type { EngineControl } from '../engine/engineControl.ts';
import type { RemoteControl, Settled } from '../engine/hostEngine.ts';

export type Calls = {
  [Call in keyof EngineControl]: (
    ...parameters: Parameters<EngineControl[Call]>
  ) => Promise<Awaited<ReturnType<EngineControl[Call]>>>;
};

interface PendingCall {
  readonly name: keyof EngineControl;
  readonly parameters: readonly unknown[];
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  losses: number;
}

const maxLosses = 3;
/** Calls that ask, and those that only make ready: a model that loads may take seconds. */
const unchanging: ReadonlySet<keyof EngineControl> = new Set([
  'listModels',
  'loadModel',
  'calibrateModel',
  'readVerdict',
  'readSpec',
  'prepareTensors',
  'readSettings',
  'routingStatus',
  'testRemote',
  'snapshot',
  'prometheus',
  'traces',
  'cacheStats',
  'statistics',
]);

/**
 * The engine's seldom calls with their typed errors back in place. They outlive the engine that they were asked of: what has no answer
 * yet is asked of the next one.
 */
export class ControlLine {
  readonly calls: Calls;
  readonly #pending = new Set<PendingCall>();
  #remote: Remote<RemoteControl> | undefined;
  #ended: NearsideError | undefined;

  /** @param onWaiting something is asked of an engine that may fall silent */
  constructor(onWaiting: () => void) {
    this.calls = new Proxy({} as Calls, {
      get:
        (_, name: keyof EngineControl) =>
        (...parameters: unknown[]) => {
          onWaiting();
          return this.#call(name, parameters);
        },
    });
  }

  get isWaiting(): boolean {
    return this.#pending.size > 0;
  }

  /** Whether something is under way that may change what answers requests, and how. */
  get isChanging(): boolean {
    for (const { name } of this.#pending) if (!unchanging.has(name)) return true;
    return false;
  }

  attach(port: MessagePort): void {
    this.#remote = wrap<RemoteControl>(port);
    for (const call of this.#pending) void this.#ask(call);
  }

  /** The engine is gone; another will come. */
  detach(): void {
    this.#remote?.[releaseProxy]();
    this.#remote = undefined;
    for (const call of this.#pending) {
      call.losses += 1;
      if (call.losses <= maxLosses) continue;
      this.#pending.delete(call);
      call.reject(new NearsideError('worker-lost', `The engine was lost ${call.losses} times meanwhile.`));
    }
  }

  /** Rejects what is pending and everything to come. */
  end(error: NearsideError): void {
    if (this.#ended !== undefined) return;
    this.#ended = error;
    for (const { reject } of this.#pending) reject(error);
    this.#pending.clear();
    this.detach();
  }

  async #call(name: keyof EngineControl, parameters: readonly unknown[]): Promise<unknown> {
    if (this.#ended !== undefined) throw this.#ended;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const call: PendingCall = { name, parameters, resolve, reject, losses: 0 };
    this.#pending.add(call);
    void this.#ask(call);
    return await promise;
  }

  async #ask(call: PendingCall): Promise<void> {
    const remote = this.#remote;
    if (remote === undefined) return;
    const settle = (): boolean => this.#remote === remote && this.#pending.delete(call);
    try {
      const ask = remote[call.name] as unknown as (
        ...values: readonly unknown[]
      ) => Promise<Settled<unknown>>;
      const settled = await ask(...call.parameters);
      if (!settle()) return;
      if (settled.kind === 'done') call.resolve(settled.value);
      else call.reject(decodeError(settled.error));
    } catch (cause) {
      // A value that structured clone cannot take never left the page.
      const message = `Expected values that can be sent to a worker: ${messageOf(cause)}`;
      if (settle()) call.reject(new NearsideError('bad-input', message, { cause }));
    }
  }
}
