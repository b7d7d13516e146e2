import type { EncodedMessage } from './protocolMessage.ts';

const encoder = new TextEncoder();

/** One body of JSON and the tensors' bytes behind it; without `blobs` it is JSON alone. */
export function joinMessage(json: string, blobs: readonly Uint8Array[] | undefined): EncodedMessage {
  const head = encoder.encode(json);
  if (blobs === undefined) return { body: head };
  const size = blobs.reduce((sum, { byteLength }) => sum + byteLength, head.byteLength);
  const body = new Uint8Array(size);
  body.set(head);
  let offset = head.byteLength;
  for (const blob of blobs) {
    body.set(blob, offset);
    offset += blob.byteLength;
  }
  return { body, headerLength: head.byteLength };
}
