import type { InstanceReport, InstanceSpec } from '../../core/ports.ts';
import type { LoadProgress, LoadStage } from '../../core/repository/modelStatus.ts';
import type { OrtModule } from '../ort/loadOrt.ts';
import type { Rest } from './createRest.ts';
import { prepareModel } from './prepareModel.ts';
import { createSession, type ExternalData, type Session } from './session.ts';

export interface LoadedModel {
  readonly session: Session;
  readonly report: InstanceReport;
}

export interface LoadModelOptions {
  /** The compiled runtime of the spec's backend: it is then neither read nor compiled again. */
  readonly runtime?: WebAssembly.Module | undefined;
  /** Gets the runtime that had to be compiled. */
  readonly onRuntime?: (runtime: WebAssembly.Module) => void;
}

/** Brings a spec to a warm, checked session; rejects with a typed error. */
export type LoadModel = (
  spec: InstanceSpec,
  report: (progress: LoadProgress) => void,
  options?: LoadModelOptions,
) => Promise<LoadedModel>;

/** From the verified bytes of a model to its session: create, check, warm. Rejects with a typed error. */
export async function startSession(
  ort: OrtModule,
  bytes: Uint8Array,
  spec: InstanceSpec,
  progress: (stage: LoadStage, done: number, total: number) => void,
  {
    external = [],
    rest = () => Promise.resolve(),
  }: { readonly external?: readonly ExternalData[]; readonly rest?: Rest } = {},
): Promise<LoadedModel> {
  progress('create', 0, spec.file.sizeBytes);
  const session = await createSession(ort, bytes, spec, external);
  await rest();
  progress('warm', 0, 1);
  const onStep = (done: number, total: number): void => {
    progress('warm', done, total);
  };
  const prepared = await prepareModel(session, spec, onStep, rest);
  return { session, report: { ...prepared, threads: spec.threads, backend: spec.backend } };
}
