import { messageOf, NearsideError } from '../../core/errors.ts';
import type { ModelFile } from '../../core/ports.ts';
import type { LoadStage } from '../../core/repository/modelStatus.ts';
import { chooseOrtBuild } from '../ort/ortBuilds.ts';
import { loadOrt } from '../ort/loadOrt.ts';
import { fetchVerified } from '../storage/fetchVerified.ts';
import { createMemoryByteStore } from '../storage/memoryByteStore.ts';
import { openByteStore } from '../storage/openByteStore.ts';
import { createRest } from './createRest.ts';
import { startSession, type LoadModel } from './startSession.ts';

/** From a spec to a warm, checked session: download, verify, create, warm. Rejects with a typed error. */
export const loadModel: LoadModel = async (spec, report, { runtime, onRuntime } = {}) => {
  const build = chooseOrtBuild(spec.backend);
  const progress = (stage: LoadStage, loadedBytes: number, totalBytes: number): void => {
    report({ model: spec.model, stage, loadedBytes, totalBytes });
  };
  const rest = createRest(spec);
  await rest();
  const beside = spec.trial?.external ?? [];
  const missing = runtime === undefined ? [build.binary] : [];
  const [bytes, ...others] = await fetchAll([spec.file, ...beside, ...missing], progress);
  const data = others.slice(0, beside.length);
  await rest();
  progress('create', 0, spec.file.sizeBytes);
  const compiled = runtime ?? (await compileRuntime(others.at(-1) as Bytes));
  if (runtime === undefined) onRuntime?.(compiled);
  const ort = await loadOrt(build, compiled, { threads: spec.threads });
  await rest();
  const external = beside.map(({ name }, index) => ({ path: name, data: data[index] as Uint8Array }));
  return await startSession(ort, bytes, spec, progress, { external, rest });
};

type Bytes = Uint8Array<ArrayBuffer>;

async function compileRuntime(binary: Bytes): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(binary);
  } catch (error) {
    throw new NearsideError('model-load', `Could not start the runtime: ${messageOf(error)}.`, {
      cause: error,
    });
  }
}

/** All downloads side by side, shown as one. */
async function fetchAll(
  files: readonly [ModelFile, ...ModelFile[]],
  progress: (stage: LoadStage, loadedBytes: number, totalBytes: number) => void,
): Promise<readonly [Bytes, ...Bytes[]]> {
  const store = await openByteStore();
  const loaded = files.map(() => 0);
  const total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const fetchOne = async (file: ModelFile, index: number): Promise<Bytes> => {
    const onProgress = (stage: LoadStage, loadedBytes: number): void => {
      loaded[index] = loadedBytes;
      progress(
        stage,
        loaded.reduce((sum, bytes) => sum + bytes, 0),
        total,
      );
    };
    try {
      return await fetchVerified(file, store, { onProgress });
    } catch (error) {
      if (!(error instanceof NearsideError) || error.code !== 'storage') throw error;
      return await fetchVerified(file, createMemoryByteStore(), { onProgress });
    }
  };
  return (await Promise.all(files.map(fetchOne))) as [Bytes, ...Bytes[]];
}
