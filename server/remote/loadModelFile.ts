import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { messageOf, NearsideError } from '../../src/core/errors.ts';
import type { ModelFile } from '../../src/core/ports.ts';
import { startSession, type LoadModel } from '../../src/platform/inference/startSession.ts';
import type { OrtModule } from '../../src/platform/ort/loadOrt.ts';

/**
 * From a spec whose file lies in the file system to a warm, checked session on WebAssembly. Rejects with `integrity` for other
 * bytes than promised, `not-found` for a missing file, `unsupported` for WebGPU, `model-load` for what cannot be read.
 */
export const loadModelFile: LoadModel = async (spec, report) => {
  if (spec.backend !== 'wasm') {
    throw new NearsideError('unsupported', `Expected the backend wasm on a server, got ${spec.backend}.`);
  }
  const { sizeBytes } = spec.file;
  report({ model: spec.model, stage: 'verify', loadedBytes: 0, totalBytes: sizeBytes });
  const bytes = await readVerified(spec.file);
  const ort = (await import('onnxruntime-web/wasm')) as OrtModule;
  ort.env.logLevel = 'fatal';
  ort.env.wasm.numThreads = spec.threads;
  return await startSession(ort, bytes, spec, (stage, loadedBytes, totalBytes) => {
    report({ model: spec.model, stage, loadedBytes, totalBytes });
  });
};

async function readVerified({ url, sizeBytes, sha256 }: ModelFile): Promise<Uint8Array> {
  const bytes = await readOrFail(url);
  const came = createHash('sha256').update(bytes).digest('hex');
  if (bytes.byteLength === sizeBytes && came === sha256) return bytes;
  throw new NearsideError(
    'integrity',
    `${url}: expected ${sizeBytes} bytes with SHA-256 ${sha256}, got ${bytes.byteLength} bytes with ${came}.`,
  );
}

async function readOrFail(url: string): Promise<Uint8Array> {
  try {
    return await readFile(fileURLToPath(url));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new NearsideError(
      isMissing ? 'not-found' : 'model-load',
      isMissing ? `There is no file at ${url}.` : `Could not read ${url}: ${messageOf(error)}.`,
      { cause: error },
    );
  }
}
