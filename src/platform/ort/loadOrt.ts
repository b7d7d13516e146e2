import type * as Ort from 'onnxruntime-web';
import { messageOf, NearsideError } from '../../core/errors.ts';
import type { OrtBuild } from './ortBuilds.ts';
import { presentModule } from './presentModule.ts';

export type OrtModule = typeof Ort;

/**
 * Imports a build of the runtime into this realm and hands it its WebAssembly, as bytes or compiled. Once a realm: a failed start poisons it,
 * so the worker is then thrown away.
 */
export async function loadOrt(
  build: OrtBuild,
  binary: Uint8Array<ArrayBuffer> | WebAssembly.Module,
  { threads }: { readonly threads: number },
): Promise<OrtModule> {
  try {
    const ort = (await import(
      /* @vite-ignore */ /* webpackIgnore: true */ await ownUrl(build.scriptUrl)
    )) as OrtModule;
    ort.env.logLevel = 'fatal';
    ort.env.wasm.numThreads = threads;
    ort.env.wasm.wasmBinary = binary instanceof WebAssembly.Module ? presentModule(binary) : binary;
    return ort;
  } catch (error) {
    throw new NearsideError('model-load', `Could not start the runtime: ${messageOf(error)}.`, {
      cause: error,
    });
  }
}

/** The runtime starts its threads from its own address, which must be of this origin: a script from elsewhere is copied. */
async function ownUrl(scriptUrl: string): Promise<string> {
  if (new URL(scriptUrl).origin === self.origin) return scriptUrl;
  const response = await fetch(scriptUrl);
  if (!response.ok) throw new Error(`${scriptUrl} answered ${response.status}`);
  const script = new Blob([await response.arrayBuffer()], { type: 'text/javascript' });
  return URL.createObjectURL(script);
}
