/**
 * A 128-bit digest in hex of the given bytes one behind the other. It need not withstand an adversary: what a cached result
 * answers is checked against its signature, and users are kept apart by the partition in it.
 */
export type Hash128 = (parts: readonly Uint8Array[]) => string;
