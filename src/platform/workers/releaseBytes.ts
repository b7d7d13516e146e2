/**
 * Gives the memory of an array back at once: it is empty from then on, and so is everything that views it. What a browser made itself, for a
 * message or a record or what was deciphered, it would free with its next full collection of garbage, and the more waits for that, the sooner
 * one comes. Does nothing where memory cannot be given back.
 */
export function releaseBytes({ buffer }: ArrayBufferView): void {
  if ('transfer' in buffer) buffer.transfer(0);
}
