/** Megabytes a second that a line is taken to carry before anything was sent over it. */
const assumedMsPerByte = 8 / 10_000;
/** Bodies that differ by less say nothing of the line. */
const smallBytes = 4096;
const weight = 0.25;
/** Looked at again after so many bodies that were sent as they are. */
const skipped = 32;

/**
 * Packs bodies with gzip where that is quicker than to send them as they are: the time that the missing bytes would take on
 * this line against the time that packing takes, both as observed.
 */
export class BodyPacker {
  readonly #fromBytes: number;
  #msPerByte = assumedMsPerByte;
  /** What sending nothing takes: the smallest round trip. */
  #leastMs = Number.POSITIVE_INFINITY;
  #packMsPerByte: number | undefined;
  #savedShare = 0;
  #sinceLook = 0;

  constructor(fromBytes: number) {
    this.#fromBytes = fromBytes;
  }

  /** Whether a body of this size is worth packing; now and then also one of a kind that was not. */
  pays(sizeBytes: number): boolean {
    if (sizeBytes < this.#fromBytes) return false;
    if (this.#packMsPerByte === undefined) return true;
    if (this.#savedShare * this.#msPerByte > this.#packMsPerByte) return true;
    this.#sinceLook += 1;
    if (this.#sinceLook < skipped) return false;
    this.#sinceLook = 0;
    return true;
  }

  async pack(body: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
    const startAt = performance.now();
    const stream = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'));
    const packed = await new Response(stream).arrayBuffer();
    const msPerByte = (performance.now() - startAt) / body.byteLength;
    const share = 1 - packed.byteLength / body.byteLength;
    const isFirst = this.#packMsPerByte === undefined;
    this.#packMsPerByte = isFirst ? msPerByte : mix(this.#packMsPerByte ?? 0, msPerByte);
    this.#savedShare = isFirst ? share : mix(this.#savedShare, share);
    return packed;
  }

  /** A body went there and its answer came back. */
  observe(sentBytes: number, tookMs: number): void {
    this.#leastMs = Math.min(this.#leastMs, tookMs);
    if (sentBytes < smallBytes) return;
    this.#msPerByte = mix(this.#msPerByte, Math.max(0, tookMs - this.#leastMs) / sentBytes);
  }
}

function mix(old: number, latest: number): number {
  return old + weight * (latest - old);
}
