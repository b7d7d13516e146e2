import type { Hash128 } from './hash128.ts';

const maxRemembered = 4096;
const digestBytes = 16;

/**
 * Makes keys of requests: the digest of the signature's digest and the bytes of the inputs in the order of their names. The signature
 * holds every length, so bytes of neighbouring inputs cannot be taken for one another. Requests repeat few signatures, so
 * theirs are hashed once.
 */
export function createKeyMaker(hash: Hash128): (signature: string, inputs: readonly Uint8Array[]) => string {
  const digests = new Map<string, Uint8Array>();
  return (signature, inputs) => {
    let digest = digests.get(signature);
    if (digest === undefined) {
      if (digests.size >= maxRemembered) digests.clear();
      digest = bytesOf(hash([stringBytes([signature])]));
      digests.set(signature, digest);
    }
    return hash([digest, ...inputs]);
  };
}

/** Texts as bytes: each its length and then its UTF-16 code units, so that no two lists are the same bytes. */
export function stringBytes(texts: readonly string[]): Uint8Array {
  const units = texts.reduce((sum, text) => sum + text.length + 2, 0);
  const target = new Uint16Array(units);
  let at = 0;
  for (const text of texts) {
    target[at] = text.length & 0xffff;
    target[at + 1] = text.length >>> 16;
    at += 2;
    for (let index = 0; index < text.length; index += 1) target[at + index] = text.charCodeAt(index);
    at += text.length;
  }
  return new Uint8Array(target.buffer);
}

function bytesOf(hex: string): Uint8Array {
  const bytes = new Uint8Array(digestBytes);
  for (let index = 0; index < digestBytes; index += 1)
    bytes[index] = Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16);
  return bytes;
}
