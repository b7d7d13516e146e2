import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { ortFiles } from './ortFiles.ts';

const require = createRequire(import.meta.url);

test.each([
  ['wasm', 'onnxruntime-web/ort-wasm-simd-threaded.wasm'],
  ['jspi', 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm'],
  ['asyncify', 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm'],
] as const)('the pinned digest of the %s build is that of the installed package', (name, specifier) => {
  const bytes = readFileSync(require.resolve(specifier));
  expect(ortFiles[name]).toEqual({
    sizeBytes: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  });
});
