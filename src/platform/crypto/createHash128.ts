import { createXXHash128 } from 'hash-wasm';
import type { Hash128 } from '../../core/caching/hash128.ts';

/** XXH128 in WebAssembly: about a microsecond for a text's ids or an image. Synchronous once it is there. */
export async function createHash128(): Promise<Hash128> {
  const hasher = await createXXHash128();
  return (parts) => {
    hasher.init();
    for (const part of parts) hasher.update(part);
    return hasher.digest('hex');
  };
}
