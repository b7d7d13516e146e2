const algorithm = 'AES-GCM';
const keyBits = 256;
const ivBytes = 12;
/** What the bytes mean; another layout makes every record of this one unreadable instead of misread. */
const schema = 'nearside-result-1';
const encoder = new TextEncoder();

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
  const iv = record.subarray(0, ivBytes);
  const opening = crypto.subtle.decrypt(parametersOf(iv, place), key, record.subarray(ivBytes));
  return opening.then(viewBytes, giveNothing);
}

function viewBytes(bytes: ArrayBuffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

function giveNothing(): undefined {
  return undefined;
}

function parametersOf(iv: Uint8Array<ArrayBuffer>, place: string): AesGcmParams {
  return { name: algorithm, iv, additionalData: encoder.encode(`${schema}\n${place}`) };
}
