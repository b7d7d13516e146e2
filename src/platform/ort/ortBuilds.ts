import asyncifyScriptUrl from 'onnxruntime-web/webgpu?url';
import jspiScriptUrl from 'onnxruntime-web/jspi?url';
import wasmScriptUrl from 'onnxruntime-web/wasm?url';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import jspiUrl from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import asyncifyUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import type { ModelFile } from '../../core/ports.ts';
import { ortFiles } from './ortFiles.ts';

export interface OrtBuild {
  readonly scriptUrl: string;
  readonly binary: ModelFile;
}

/**
 * The build that serves `backend` in this realm: `/wasm` for WASM; for WebGPU `/jspi` where the engine can suspend,
 * else `/webgpu`. Never the default entry.
 */
export function chooseOrtBuild(backend: 'wasm' | 'webgpu'): OrtBuild {
  if (backend === 'wasm') return makeBuild(wasmScriptUrl, wasmUrl, ortFiles.wasm);
  return 'Suspending' in WebAssembly
    ? makeBuild(jspiScriptUrl, jspiUrl, ortFiles.jspi)
    : makeBuild(asyncifyScriptUrl, asyncifyUrl, ortFiles.asyncify);
}

function makeBuild(
  scriptUrl: string,
  binaryUrl: string,
  file: { sizeBytes: number; sha256: string },
): OrtBuild {
  const base = import.meta.url;
  return {
    scriptUrl: new URL(scriptUrl, base).href,
    binary: { url: new URL(binaryUrl, base).href, ...file },
  };
}
