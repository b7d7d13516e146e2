const storeLength = 2 ** 15;
// One array for many rows: an array of its own for each costs more than its numbers. Full ones go when their last row does.
let store = new Float32Array(0);
let storeEnd = 0;

/** The numbers of a row out of its caller's reach; several rows may lie in one buffer. */
export function copyRow(row: Float32Array): Float32Array<ArrayBuffer> {
  if (row.length > storeLength / 4) return new Float32Array(row);
  if (store.length - storeEnd < row.length) {
    store = new Float32Array(storeLength);
    storeEnd = 0;
  }
  const copy = store.subarray(storeEnd, storeEnd + row.length);
  copy.set(row);
  storeEnd += row.length;
  return copy;
}
