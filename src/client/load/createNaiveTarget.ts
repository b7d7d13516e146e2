import { decodeError, NearsideError } from '../../core/errors.ts';
import type { InstanceSpec } from '../../core/ports.ts';
import type { Tensor } from '../../core/protocol/tensor.ts';
import type { ModelStatus } from '../../core/repository/modelStatus.ts';
import { parseModelConfig } from '../../core/repository/parseModelConfig.ts';
import { pickVersion } from '../../core/repository/pickVersion.ts';
import { makeInstanceSpec } from '../../engine/makeInstanceSpec.ts';
import { createRepositoryReader } from '../../platform/network/createRepositoryReader.ts';
import type { NaiveCommand, NaiveNotice } from '../../platform/workers/naiveMessages.ts';
import { spawnNaiveWorker } from '../../platform/workers/spawnNaiveWorker.ts';
import { rejectOnAbort } from '../rejectOnAbort.ts';
import { SignalRegister } from '../signalRegister.ts';
import type { LoadInputs } from './loadInputs.ts';
import type { LoadTarget } from './loadTarget.ts';

/** The variant that Nearside serves, in a worker that does what a page without a server would do. */
export async function createNaiveTarget(
  repositoryUrl: string,
  model: ModelStatus,
  inputs: LoadInputs,
  signal: AbortSignal,
): Promise<LoadTarget> {
  const spec = await readSpec(repositoryUrl, model);
  const worker = new NaiveWorker();
  try {
    await rejectOnAbort(worker.load(spec), signal);
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

async function readSpec(
  repositoryUrl: string,
  { name, variant, backend, serving, versionStates = [] }: ModelStatus,
): Promise<InstanceSpec> {
  const reader = createRepositoryReader(repositoryUrl);
  let json: unknown;
  try {
    json = await reader.readJson(`${name}/model.json`);
  } catch (cause) {
    const message = `Expected a model of the repository to compare with, got "${name}", which was added.`;
    throw new NearsideError('unsupported', message, { cause });
  }
  const config = parseModelConfig(json, name);
  const version = pickVersion(config, serving, { policy: { kind: 'all' } });
  const spec = await makeInstanceSpec(config, version, reader, {
    variant: variant ?? version.default,
    backend: backend === 'webgpu' ? 'webgpu' : 'wasm',
    threads: versionStates.find(({ state }) => state === 'serving')?.threads ?? 1,
  });
  return { ...spec, maxBatch: 1 };
}

function toCommand(index: number, model: ModelStatus, inputs: LoadInputs): UnnumberedRequest {
  if (inputs.kind === 'text') return { kind: 'text', text: inputs.at(index) };
  if (inputs.kind === 'tensors') {
    const tensors = inputs.at(index);
    return { kind: 'tensors', inputs: model.inputs.map(({ name }) => tensors[name] as Tensor) };
  }
  const shape = (model.inputs[0]?.shape ?? []).map((size) => Math.max(1, size));
  return { kind: 'tensors', inputs: [{ datatype: 'FP32', shape, data: inputs.at(index) }] };
}

type UnnumberedRequest =
  | Omit<Extract<NaiveCommand, { kind: 'text' }>, 'id'>
  | Omit<Extract<NaiveCommand, { kind: 'tensors' }>, 'id'>;

type Waiting = Pick<PromiseWithResolvers<unknown>, 'resolve' | 'reject'> & { readonly signal: AbortSignal };

class NaiveWorker {
  answered = 0;
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
    this.#post({ ...request, id });
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
    else if (notice.kind === 'refused') this.#take(notice.id)?.reject(decodeError(notice.error));
    else {
      this.answered += 1;
      this.#take(notice.id)?.resolve(notice.outputs);
    }
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (waiting !== undefined) this.#signals.forget(waiting.signal, id);
    return waiting;
  }

  #lose(error: NearsideError): void {
    this.#lost ??= error;
    this.#ready.reject(error);
    for (const id of [...this.#waiting.keys()]) this.#take(id)?.reject(error);
  }
}
