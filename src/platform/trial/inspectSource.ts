import { createSHA256 } from 'hash-wasm';
import { NearsideError } from '../../core/errors.ts';
import type { ModelInspection } from '../../core/repository/modelInspection.ts';
import type { TrialRequest } from '../../core/repository/modelTrial.ts';
import { inspectOnnx } from '../../core/repository/onnx/inspectOnnx.ts';
import type { OnnxModel } from '../../core/repository/onnx/onnxModel.ts';
import { readModelFile } from '../../core/repository/onnx/readModelFile.ts';
import { receiveSource, type Received } from './receiveSource.ts';
import { inspectLimitMs, maxModelBytes } from './trialLimits.ts';
import type { TrialNotice } from './trialMessages.ts';

export interface InspectedSource extends Received {
  readonly inspection: ModelInspection;
  readonly model: OnnxModel;
}

/** A file in the same folder: no path, and nothing that leads out of it. */
const plainName = /^(?:\.\/)?(?!\.+$)[^/\\\p{Cc}]+$/u;

/** The bytes of a model and what they say of themselves. Rejects for what is no model and for data that would lie elsewhere. */
export async function inspectSource(
  { name, source }: TrialRequest,
  post: (notice: TrialNotice) => void,
): Promise<InspectedSource> {
  post({ kind: 'step', what: 'downloading it' });
  const received = await receiveSource(source, {
    maxBytes: maxModelBytes,
    onProgress: (loadedBytes, totalBytes) => {
      post({ kind: 'progress', progress: { model: name, stage: 'download', loadedBytes, totalBytes } });
    },
  });
  post({ kind: 'step', what: 'reading it', limitMs: inspectLimitMs });
  const { bytes } = received;
  const sizeBytes = bytes.length;
  post({
    kind: 'progress',
    progress: { model: name, stage: 'verify', loadedBytes: sizeBytes, totalBytes: sizeBytes },
  });
  const { format, model } = readModelFile(bytes);
  const file = { sizeBytes, digest: await digestOf(bytes) };
  const inspection: ModelInspection = { ...inspectOnnx(model), format, ...file };
  for (const location of inspection.externalFiles) {
    if (plainName.test(location)) continue;
    throw new NearsideError(
      'model-load',
      `"${name}": expected external data in a file beside the model, by a plain name, got ${JSON.stringify(location)}.`,
    );
  }
  return { ...received, inspection, model };
}

export async function digestOf(bytes: Uint8Array): Promise<string> {
  const hasher = await createSHA256();
  return hasher.init().update(bytes).digest('hex');
}
