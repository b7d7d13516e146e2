const longestBytes = 4096;
const mostViews = 256;

/**
 * Memory for bytes that the browser is shown for a moment. It keeps every array that it is shown until it next collects all of its
 * memory, so that thousands of small ones, each shown once, make every collection of the youngest objects longer.
 */
export class ScratchBytes {
  readonly #bytes = new Uint8Array(longestBytes);
  readonly #views = new Map<number, Uint8Array<ArrayBuffer>>();

  /** The same bytes, until the next call; long ones are not copied. */
  hold(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    const { byteLength } = bytes;
    if (byteLength > longestBytes) return bytes;
    let view = this.#views.get(byteLength);
    if (view === undefined) {
      if (this.#views.size >= mostViews) this.#views.clear();
      view = this.#bytes.subarray(0, byteLength);
      this.#views.set(byteLength, view);
    }
    view.set(bytes);
    return view;
  }
}
