import type * as Ort from 'onnxruntime-web';
import { messageOf, NearsideError } from '../../core/errors.ts';
import type { OrtBuild } from './ortBuilds.ts';

export type OrtModule = typeof Ort;

/**
 * Imports a build of the runtime into this realm and hands it the WebAssembly bytes. Once a realm: a failed start poisons it,
 * so the worker is then thrown away.
 */
export async function loadOrt(
  build: OrtBuild,
  binary: Uint8Array<ArrayBuffer>,
  { threads }: { readonly threads: number },
): Promise<OrtModule> {
  try {
    const ort = (await import(/* @vite-ignore */ build.scriptUrl)) as OrtModule;
    ort.env.logLevel = 'fatal';
    ort.env.wasm.numThreads = threads;
    ort.env.wasm.wasmBinary = binary;
    return ort;
  } catch (error) {
    throw new NearsideError('model-load', `Could not start the runtime: ${messageOf(error)}.`, {
      cause: error,
    });
  }
}
