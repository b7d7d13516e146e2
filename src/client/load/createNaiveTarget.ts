import { ChurningMap } from '../../core/collections/churningMap.ts';
import { decodeError, NearsideError } from '../../core/errors.ts';
import type { InstanceSpec } from '../../core/ports.ts';
import type { Tensor } from '../../core/protocol/tensor.ts';
import type { ModelStatus } from '../../core/repository/modelStatus.ts';
import type { NaiveCommand, NaiveNotice } from '../../platform/workers/naiveMessages.ts';
import { spawnNaiveWorker } from '../../platform/workers/spawnNaiveWorker.ts';
import { rejectOnAbort } from '../rejectOnAbort.ts';
import { SignalRegister } from '../signalRegister.ts';
import type { LoadInputs } from './loadInputs.ts';
import type { LoadTarget } from './loadTarget.ts';

/** Tells what runs of a model that is loaded. */
export type SpecReader = (model: string) => Promise<InstanceSpec>;

/** So many requests are with the worker at once: it never waits for the next, and who gives up takes all others back. */
const mostPosted = 32;

/** The variant that Nearside serves, in a worker that does what a page without a server would do. */
export async function createNaiveTarget(
  readSpec: SpecReader,
  model: ModelStatus,
  inputs: LoadInputs,
  signal: AbortSignal,
): Promise<LoadTarget> {
  const spec = await rejectOnAbort(readSpec(model.name), signal);
  if (spec.tokens !== undefined) {
    const message = `Expected a model that needs no tokenizer to compare with, got "${model.name}".`;
    throw new NearsideError('unsupported', message);
  }
  const worker = new NaiveWorker();
  try {
    await rejectOnAbort(worker.load({ ...spec, maxBatch: 1 }), signal);
  } catch (error) {
    worker.close();
    throw error;
  }
  let answeredBefore = 0;
  return {
    rowsPerRequest: Math.max(1, model.inputs[0]?.shape[0] ?? 1),
    send: (index, given) => worker.send(toCommand(index, model, inputs), given),
    readGauges: () => {
      const isBusy = worker.answered > answeredBefore;
      answeredBefore = worker.answered;
      return Promise.resolve({
        queueDepth: Math.max(0, worker.outstanding - 1),
        batchSize: isBusy ? 1 : null,
      });
    },
    close: () => {
      worker.close();
    },
  };
}

function toCommand(index: number, model: ModelStatus, inputs: LoadInputs): UnnumberedRequest {
  if (inputs.kind === 'text') return { kind: 'text', text: inputs.at(index) };
  if (inputs.kind === 'tensors') {
    const tensors = inputs.at(index);
    return { kind: 'tensors', inputs: model.inputs.map(({ name }) => tensors[name] as Tensor) };
  }
  const shape = (model.inputs[0]?.shape ?? []).map((size) => Math.max(1, size));
  return { kind: 'tensors', inputs: [{ datatype: 'FP32', shape, data: inputs.at(index).slice() }] };
}

type UnnumberedRequest =
  | Omit<Extract<NaiveCommand, { kind: 'text' }>, 'id'>
  | Omit<Extract<NaiveCommand, { kind: 'tensors' }>, 'id'>;

type Waiting = Pick<PromiseWithResolvers<unknown>, 'resolve' | 'reject'> & { readonly signal: AbortSignal };

class NaiveWorker {
  answered = 0;
  #posted = 0;
  readonly #unsent = new ChurningMap<number, NaiveCommand>();
  readonly #worker = spawnNaiveWorker();
  readonly #waiting = new Map<number, Waiting>();
  readonly #ready = Promise.withResolvers<undefined>();
  readonly #signals = new SignalRegister((ids, reason) => {
    for (const id of ids) this.#take(id)?.reject(reason);
  });
  #nextId = 0;
  #lost: NearsideError | undefined;

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<NaiveNotice>) => {
      this.#receive(data);
    };
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#lose(new NearsideError('worker-lost', `The naive worker stopped: ${event.message}`));
    };
  }

  get outstanding(): number {
    return this.#waiting.size;
  }

  async load(spec: InstanceSpec): Promise<void> {
    this.#post({ kind: 'load', spec });
    await this.#ready.promise;
  }

  send(request: UnnumberedRequest, signal: AbortSignal): Promise<unknown> {
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    if (this.#lost !== undefined) return Promise.reject(this.#lost);
    const id = this.#nextId;
    this.#nextId += 1;
    this.#unsent.set(id, { ...request, id });
    this.#postNext();
    this.#signals.watch(signal, id);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, signal });
    });
  }

  close(): void {
    this.#worker.terminate();
    this.#lose(new NearsideError('closed', 'The run has ended.'));
  }

  #post(command: NaiveCommand): void {
    this.#worker.postMessage(command);
  }

  #receive(notice: NaiveNotice): void {
    if (notice.kind === 'ready') this.#ready.resolve(undefined);
    else if (notice.kind === 'failed') this.#lose(decodeError(notice.error));
    else {
      this.#posted -= 1;
      this.#postNext();
      if (notice.kind === 'refused') this.#take(notice.id)?.reject(decodeError(notice.error));
      else {
        this.answered += 1;
        this.#take(notice.id)?.resolve(notice.outputs);
      }
    }
  }

  #postNext(): void {
    if (this.#posted >= mostPosted) return;
    const [next] = this.#unsent;
    if (next === undefined) return;
    const [id, command] = next;
    this.#unsent.delete(id);
    this.#posted += 1;
    this.#post(command);
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    this.#unsent.delete(id);
    if (waiting !== undefined) this.#signals.forget(waiting.signal, id);
    return waiting;
  }

  #lose(error: NearsideError): void {
    this.#lost ??= error;
    this.#ready.reject(error);
    for (const id of [...this.#waiting.keys()]) this.#take(id)?.reject(error);
  }
}
