import * as ort from 'onnxruntime-web/wasm';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';

ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmPaths = { wasm: new URL(wasmUrl, import.meta.url).href };

export async function loadSession(url: string): Promise<ort.InferenceSession> {
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  return await ort.InferenceSession.create(bytes, { executionProviders: [{ name: 'wasm' }] });
}

export { ort };
