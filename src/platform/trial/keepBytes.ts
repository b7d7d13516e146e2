import type { KeptFile } from '../../core/repository/modelTrial.ts';
import type { ByteStore } from '../storage/byteStore.ts';
import { fetchVerified } from '../storage/fetchVerified.ts';

/** Puts bytes into the store under their digest; false where it does not take them. */
export async function keepBytes(
  store: ByteStore,
  file: KeptFile,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  if (store.isVolatile === true) return false;
  try {
    await fetchVerified({ ...file, url: file.sha256, blob: new Blob([bytes]) }, store);
    return true;
  } catch {
    return false;
  }
}
