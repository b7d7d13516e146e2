const longestBytes = 4096;
const mostViews = 256;

/**
 * Memory for bytes that the browser is shown for a moment. It keeps every array that it is shown until it next collects all of its
 * memory, so that thousands of small ones, each shown once, make every collection of the youngest objects longer.
 */
export class ScratchBytes {
  readonly #bytes = new Uint8Array(longestBytes);
  readonly #views = new Map<number, Uint8Array<ArrayBuffer>>();

  /** The same bytes, from `start` to `end`, until the next call; long ones are not copied. */
  hold(bytes: Uint8Array<ArrayBuffer>, start = 0, end = bytes.byteLength): Uint8Array<ArrayBuffer> {
    const length = Math.max(0, Math.min(end, bytes.byteLength) - start);
    if (length > longestBytes) return bytes.subarray(start, end);
    let view = this.#views.get(length);
    if (view === undefined) {
      if (this.#views.size >= mostViews) this.#views.clear();
      view = this.#bytes.subarray(0, length);
      this.#views.set(length, view);
    }
    // One by one: another view of the part, for a copy at once, would be as large as most parts.
    for (let index = 0; index < length; index += 1) view[index] = bytes[start + index] as number;
    return view;
  }
}
