import { messageOf, NearsideError } from '../core/errors.ts';
import type { ModelInspection } from '../core/repository/modelInspection.ts';
import type { LoadProgress, ModelStatus } from '../core/repository/modelStatus.ts';
import { fileNameOf, nameModel } from '../core/repository/nameModel.ts';
import { isHubId, resolveHub } from '../core/repository/resolveHub.ts';
import type { AddSource } from '../engine/planAdd.ts';
import type { Calls } from './controlLine.ts';
import type { AddModelConfig, AddModelOptions, ModelSource } from './nearside.ts';
import { rejectOnAbort } from './rejectOnAbort.ts';

type AddCalls = Pick<Calls, 'addModel' | 'cancelAdd' | 'inspectModel'>;

/** The page's side of adding models: files are handed over, progress and aborts find their way. */
export class AddedModelCalls {
  readonly #calls: AddCalls;
  readonly #listeners = new Map<string, (progress: LoadProgress) => void>();

  constructor(calls: AddCalls) {
    this.#calls = calls;
  }

  async add(
    given: ModelSource,
    config?: AddModelConfig | null,
    addOptions?: AddModelOptions | null,
  ): Promise<ModelStatus> {
    const { signal, onProgress } = addOptions ?? {};
    signal?.throwIfAborted();
    const source = toAddSource(given);
    const id = `add-${crypto.randomUUID()}`;
    const name = knownName(source, config ?? {});
    if (onProgress !== undefined && name !== undefined) this.#listeners.set(name, onProgress);
    const cancel = (): void => {
      void this.#calls.cancelAdd(id).catch(() => undefined);
    };
    signal?.addEventListener('abort', cancel);
    try {
      return await rejectOnAbort(
        this.#calls.addModel(source, config ?? {}, { id, pageUrl: document.baseURI }),
        signal,
      );
    } finally {
      signal?.removeEventListener('abort', cancel);
      if (name !== undefined && this.#listeners.get(name) === onProgress) this.#listeners.delete(name);
    }
  }

  async inspect(
    source: ModelSource,
    config?: Pick<AddModelConfig, 'files'> | null,
  ): Promise<ModelInspection> {
    return await this.#calls.inspectModel(toAddSource(source), config ?? {}, { pageUrl: document.baseURI });
  }

  noteProgress(progress: LoadProgress): void {
    this.#listeners.get(progress.model)?.(progress);
  }
}

function toAddSource(source: unknown): AddSource {
  if (typeof source === 'string') return { kind: 'url', url: source };
  if (source instanceof Blob) {
    return { kind: 'blob', blob: source, ...(source instanceof File ? { fileName: source.name } : {}) };
  }
  const isBytes = source instanceof ArrayBuffer || ArrayBuffer.isView(source);
  if (isBytes) return { kind: 'blob', blob: toBlob(source as ArrayBuffer) };
  throw new NearsideError(
    'bad-input',
    `Expected a File, a Blob, an ArrayBuffer or a URL, got ${source === null ? 'null' : typeof source}.`,
  );
}

function toBlob(bytes: ArrayBuffer): Blob {
  try {
    return new Blob([bytes]);
  } catch (cause) {
    const message = `Expected bytes that can be read, got a buffer that was given away or is shared: ${messageOf(cause)}`;
    throw new NearsideError('bad-input', message, { cause });
  }
}

/** The name that progress will be told under, as far as the page can say. */
function knownName(source: AddSource, { name }: AddModelConfig): string | undefined {
  if (typeof name === 'string') return name;
  try {
    if (source.kind === 'blob') return nameModel(undefined, source.fileName);
    if (isHubId(source.url)) return resolveHub(source.url).name;
    return nameModel(undefined, fileNameOf(new URL(source.url, document.baseURI).href));
  } catch {
    return undefined;
  }
}
