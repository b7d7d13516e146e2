import { runtimeCacheName } from '../tabs/cacheNames.ts';
import { chooseOrtBuild } from './ortBuilds.ts';

/**
 * Keeps the script of the runtime that `backend` uses, so that the next visit needs no network: its WebAssembly is kept by the store of
 * model bytes, and no build names the script in advance. Never rejects.
 */
export async function keepRuntimeScript(backend: 'wasm' | 'webgpu'): Promise<void> {
  try {
    const { scriptUrl } = chooseOrtBuild(backend);
    if ((await caches.match(scriptUrl, { cacheName: runtimeCacheName })) !== undefined) return;
    const cache = await caches.open(runtimeCacheName);
    await cache.add(scriptUrl);
  } catch {
    // Where nothing can be kept, the next visit needs the network.
  }
}
