import { ScratchBytes } from './scratchBytes.ts';

const algorithm = 'AES-GCM';
const keyBits = 256;
const ivBytes = 12;
/** What the bytes mean; another layout makes every record of this one unreadable instead of misread. */
const schema = 'nearside-result-1';
const encoder = new TextEncoder();
const longestPlaceBytes = 256;
const encoded = new Uint8Array(longestPlaceBytes);
const ivs = new ScratchBytes();
const places = new ScratchBytes();
const sealedBytes = new ScratchBytes();

/** A key that can be used and stored in IndexedDB, but never read out. */
export async function createRecordKey(): Promise<CryptoKey> {
  return await crypto.subtle.generateKey({ name: algorithm, length: keyBits }, false, ['encrypt', 'decrypt']);
}

/** Seals a record under a random IV, which comes first; bound to the place it is for and to the layout. */
export async function sealRecord(
  key: CryptoKey,
  place: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
  const sealed = await crypto.subtle.encrypt(parametersOf(iv, place), key, bytes);
  const record = new Uint8Array(ivBytes + sealed.byteLength);
  record.set(iv);
  record.set(new Uint8Array(sealed), ivBytes);
  return record;
}

/** Undefined for a record that was changed, moved to another place or sealed with another key. */
export function openRecord(
  key: CryptoKey,
  place: string,
  record: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const parameters = parametersOf(ivs.hold(record, 0, ivBytes), place);
  // It copies what it is given before it returns.
  const opening = crypto.subtle.decrypt(parameters, key, sealedBytes.hold(record, ivBytes));
  return opening.then(viewBytes, giveNothing);
}

function viewBytes(bytes: ArrayBuffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

function giveNothing(): undefined {
  return undefined;
}

function parametersOf(iv: Uint8Array<ArrayBuffer>, place: string): AesGcmParams {
  const text = `${schema}\n${place}`;
  const { read, written } = encoder.encodeInto(text, encoded);
  const isWhole = read === text.length;
  const additionalData = isWhole ? places.hold(encoded, 0, written) : encoder.encode(text);
  return { name: algorithm, iv, additionalData };
}
