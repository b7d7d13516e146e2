import type { Hash128 } from '../core/caching/hash128.ts';
import type { ResultTag } from '../core/caching/cachedResult.ts';
import { createKeyMaker, stringBytes } from '../core/caching/makeRequestKey.ts';
import { signContext, signInputs, type InputEcho } from '../core/caching/signRequest.ts';
import { tensorBytes, type Tensor } from '../core/protocol/tensor.ts';
import type { ModelConfig } from '../core/repository/modelConfig.ts';
import type { EngineRequest } from './engineRequest.ts';
import type { ServedModel } from './servedModel.ts';

/** A request's name in the cache, and what a result must say to be its answer. */
export interface SignedRequest {
  readonly key: string;
  readonly signature: string;
  readonly tag: ResultTag;
}

/** Signatures of requests that differ in the number of ids alone. */
interface SharedContext {
  readonly signature: string;
  readonly tag: ResultTag;
  readonly byIdCount: Map<number, string>;
}

/** Whose bytes and whose pre-processing made a result. */
export function generationOf(sha256: string, config: ModelConfig): string {
  return `${sha256}/${preprocessingOf(config)}`;
}

function preprocessingOf({ preprocessing }: ModelConfig): string {
  return preprocessing === undefined ? '' : `${preprocessing.kind}@${preprocessing.version}`;
}

/** Texts are answered, and kept, in the form that the model's task asks for. */
function readingOf({ text }: ServedModel): string {
  return text === undefined ? '' : `/${text.head.kind}`;
}

/**
 * Names requests. A text is named by its ids: they are what the model sees, so texts with the same ids share one result, and the
 * pre-processing that made them is part of the name.
 */
export class RequestSigner {
  readonly #makeKey: ReturnType<typeof createKeyMaker>;
  readonly #contexts = new WeakMap<ServedModel, Map<string, SharedContext>>();

  constructor(hash: Hash128) {
    this.#makeKey = createKeyMaker(hash);
  }

  sign(served: ServedModel, request: EngineRequest): SignedRequest {
    const context = this.#contextOf(served, request);
    const { input } = request;
    if (input.kind === 'features') {
      const { store, start, length } = input;
      let signature = context.byIdCount.get(length);
      if (signature === undefined) {
        const echo: InputEcho = { name: 'ids', datatype: 'IDS', shape: [length], sizeBytes: 4 * length };
        signature = context.signature + signInputs([echo]);
        context.byIdCount.set(length, signature);
      }
      const bytes = new Uint8Array(store.buffer, store.byteOffset + 4 * start, 4 * length);
      return { key: this.#makeKey(signature, [bytes]), signature, tag: context.tag };
    }
    const inputs = input.tensors
      .map((tensor, index) => nameInput(served.report.inputs[index]?.name ?? String(index), tensor))
      .toSorted((left, right) => (left.echo.name < right.echo.name ? -1 : 1));
    const signature = context.signature + signInputs(inputs.map(({ echo }) => echo));
    const key = this.#makeKey(
      signature,
      inputs.map(({ bytes }) => bytes),
    );
    return { key, signature, tag: context.tag };
  }

  #contextOf(served: ServedModel, { options, outputs, parameters }: EngineRequest): SharedContext {
    const { partition } = options;
    if (parameters !== undefined) return makeContext(served, partition, outputs, parameters);
    const contexts = this.#contexts.get(served) ?? new Map<string, SharedContext>();
    this.#contexts.set(served, contexts);
    const name = `${outputs.join()}${partition === undefined ? '' : `|${partition}`}`;
    let context = contexts.get(name);
    if (context === undefined) {
      if (contexts.size >= maxContexts) contexts.clear();
      context = makeContext(served, partition, outputs);
      contexts.set(name, context);
    }
    return context;
  }
}

const maxContexts = 256;

function makeContext(
  served: ServedModel,
  partition: string | undefined,
  outputs: readonly number[],
  parameters?: EngineRequest['parameters'],
): SharedContext {
  const { config, spec, version, report } = served;
  const signature = signContext({
    model: config.name,
    digest: spec.file.sha256,
    version: version.version,
    variant: spec.variant,
    backend: report.backend,
    preprocessing: preprocessingOf(config) + readingOf(served),
    ...(parameters === undefined ? {} : { parameters }),
    ...(partition === undefined ? {} : { partition }),
    outputs: outputs.map((index) => report.outputs[index]?.name ?? String(index)),
  });
  const tag = { model: config.name, partition, generation: generationOf(spec.file.sha256, config) };
  return { signature, tag, byIdCount: new Map() };
}

function nameInput(
  name: string,
  { datatype, shape, data }: Tensor,
): { readonly echo: InputEcho; readonly bytes: Uint8Array } {
  const bytes = ArrayBuffer.isView(data) ? tensorBytes(data) : stringBytes(data);
  return { echo: { name, datatype, shape, sizeBytes: bytes.byteLength }, bytes };
}
