import { messageOf, NearsideError } from '../../core/errors.ts';
import type { KeptFile, TrialReport, TrialRequest } from '../../core/repository/modelTrial.ts';
import { unlockBatch } from '../../core/repository/onnx/unlockBatch.ts';
import type { BatchSafety } from '../../core/repository/modelStatus.ts';
import type { SamplePlan } from '../../core/repository/samplePlan.ts';
import { makePlannedInputs } from '../inference/makePlannedInputs.ts';
import { provedRows, proveBatching } from '../inference/proveBatching.ts';
import { createSession, type ExternalData, type Session } from '../inference/session.ts';
import { loadOrt, type OrtModule } from '../ort/loadOrt.ts';
import { chooseOrtBuild } from '../ort/ortBuilds.ts';
import { fetchVerified } from '../storage/fetchVerified.ts';
import { createMemoryByteStore } from '../storage/memoryByteStore.ts';
import { openByteStore } from '../storage/openByteStore.ts';
import { findSample } from './findSample.ts';
import { gatherFiles } from './gatherFiles.ts';
import { digestOf, inspectSource, type InspectedSource } from './inspectSource.ts';
import { keepBytes } from './keepBytes.ts';
import { limitMemory, type MemoryLimit } from './limitMemory.ts';
import {
  budgetBytesFor,
  createLimitMsFor,
  maxUnlockBytes,
  runLimitMsFor,
  startLimitMs,
} from './trialLimits.ts';
import type { TrialNotice } from './trialMessages.ts';
import { isUnlocked } from './unlockSession.ts';

type Post = (notice: TrialNotice) => void;

interface Trial {
  readonly name: string;
  readonly ort: OrtModule;
  readonly source: InspectedSource;
  readonly external: readonly ExternalData[];
  readonly limit: MemoryLimit;
  /** Announces a step with the limit it has, longer where it is known to take so. */
  readonly step: (what: string, kind: 'create' | 'run', expectedMs?: number) => void;
}

/** A proof runs four times, on six rows; a busy device may take several times as long as before. */
const proofFactor = 30;

/** A free dimension of up to this size is one that a model has to bear. */
const modestSize = 32;

/** Everything that is found out about a model before it is taken in; its bytes are kept at the end. */
export async function tryModel(request: TrialRequest, post: Post): Promise<TrialReport> {
  const { name } = request;
  const source = await inspectSource(request, post);
  const { external, files } = await gatherFiles(source, request);
  const totalBytes = external.reduce((sum, { bytes }) => sum + bytes.length, source.bytes.length);
  const limit = limitMemory(budgetBytesFor(totalBytes));
  const step: Trial['step'] = (what, kind, expectedMs = 0) => {
    const baseMs = kind === 'create' ? createLimitMsFor(totalBytes) : runLimitMsFor(totalBytes);
    const limitMs = baseMs + expectedMs;
    const stage = kind === 'create' ? 'create' : 'warm';
    post({ kind: 'step', what, limitMs });
    post({ kind: 'progress', progress: { model: name, stage, loadedBytes: totalBytes, totalBytes } });
  };
  const ort = await startRuntime(post);
  const data = external.map(({ name: path, bytes }) => ({ path, data: bytes }));
  const trial: Trial = { name, ort, source, external: data, limit, step };

  step('creating its session', 'create');
  const session = await within(trial, () => createSession(ort, source.bytes, wasm(name), data));
  const { sample, lastRunMs } = await within(trial, () => search(trial, session));
  const proofMs = proofFactor * lastRunMs;
  step('a run on several rows', 'run', proofMs);
  const verdict = await prove(session, sample, source);
  const unlocked = verdict === 'fixed' ? await unlock(trial, session, sample, proofMs) : undefined;

  post({ kind: 'step', what: 'keeping it' });
  const digested: (KeptFile & { name: string; url?: string; bytes: Uint8Array<ArrayBuffer> })[] = [];
  for (const { bytes, ...rest } of external)
    digested.push({ ...rest, bytes, sizeBytes: bytes.length, sha256: await digestOf(bytes) });
  const own = { sizeBytes: source.bytes.length, sha256: source.inspection.digest, bytes: source.bytes };
  const unkept = await keepAll([own, ...digested, ...(unlocked === undefined ? [] : [unlocked])]);
  return {
    inspection: source.inspection,
    ...(source.url === undefined ? {} : { url: source.url }),
    inputs: session.inputs,
    outputs: session.outputs,
    unfetchable: session.unfetchable ?? [],
    batching: unlocked === undefined ? verdict : 'independent',
    sample,
    ...(unlocked === undefined
      ? {}
      : { unlocked: { sizeBytes: unlocked.sizeBytes, sha256: unlocked.sha256 } }),
    external: digested.map(({ name: file, url, sizeBytes, sha256 }) => ({
      name: file,
      sizeBytes,
      sha256,
      ...(url === undefined ? {} : { url }),
    })),
    files,
    unkept,
  };
}

function wasm(model: string): { readonly model: string; readonly backend: 'wasm' } {
  return { model, backend: 'wasm' };
}

async function startRuntime(post: Post): Promise<OrtModule> {
  post({ kind: 'step', what: 'downloading the runtime' });
  const build = chooseOrtBuild('wasm');
  const store = await openByteStore();
  const binary = await fetchVerified(build.binary, store).catch((error: unknown) => {
    if (!(error instanceof NearsideError) || error.code !== 'storage') throw error;
    return fetchVerified(build.binary, createMemoryByteStore());
  });
  post({ kind: 'step', what: 'starting the runtime', limitMs: startLimitMs });
  return await loadOrt(build, binary, { threads: 1 });
}

/** Says that the budget was the reason where it was. */
async function within<Result>({ name, limit }: Trial, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!limit.isExceeded()) throw error;
    throw new NearsideError(
      'model-load',
      `"${name}" needs more memory than the byte budget of ${Math.round(limit.budgetBytes / 2 ** 20)} MiB: ${messageOf(error)}`,
      { cause: error },
    );
  }
}

interface FoundSample {
  readonly sample: SamplePlan;
  readonly lastRunMs: number;
}

async function search({ step, limit }: Trial, session: Session): Promise<FoundSample> {
  let startAt = performance.now();
  const sample = await findSample(session, {
    onTry: () => {
      step('a run on made-up inputs', 'run');
      startAt = performance.now();
    },
    onFailure: ({ freeSize }) => {
      if (!limit.isExceeded()) return false;
      if (freeSize <= modestSize) throw new Error('a run on small inputs went beyond it.');
      return true;
    },
  });
  return { sample, lastRunMs: performance.now() - startAt };
}

async function prove(
  session: Session,
  sample: SamplePlan,
  { inspection }: InspectedSource,
): Promise<BatchSafety> {
  const proved = await proveBatching(session, makePlannedInputs(session.inputs, sample, provedRows));
  const isCoupling = inspection.couplingOperators.length > 0;
  return proved === 'independent' && isCoupling ? 'coupled' : proved;
}

async function unlock(
  { name, ort, source, external, step }: Trial,
  session: Session,
  sample: SamplePlan,
  proofMs: number,
): Promise<(KeptFile & { readonly bytes: Uint8Array<ArrayBuffer> }) | undefined> {
  const { model, bytes, inspection } = source;
  const isTried =
    inspection.format === 'onnx' &&
    bytes.length <= maxUnlockBytes &&
    inspection.couplingOperators.length === 0;
  if (!isTried) return undefined;
  try {
    const rewritten = unlockBatch(bytes, model) as Uint8Array<ArrayBuffer> | undefined;
    if (rewritten === undefined) return undefined;
    step('creating a session for many rows', 'create');
    const other = await createSession(ort, rewritten, wasm(name), external);
    step('a run on many rows', 'run', proofMs);
    if (!(await isUnlocked(session, other, sample))) return undefined;
    return { bytes: rewritten, sizeBytes: rewritten.length, sha256: await digestOf(rewritten) };
  } catch {
    return undefined;
  }
}

/** Blobs of what the store did not take, by digest. */
async function keepAll(
  files: readonly (KeptFile & { readonly bytes: Uint8Array<ArrayBuffer> })[],
): Promise<Readonly<Record<string, Blob>>> {
  const store = await openByteStore();
  const unkept: Record<string, Blob> = {};
  for (const { bytes, sizeBytes, sha256 } of files)
    if (!(await keepBytes(store, { sizeBytes, sha256 }, bytes))) unkept[sha256] = new Blob([bytes]);
  return unkept;
}
