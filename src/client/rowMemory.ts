interface Block {
  readonly values: Float32Array<ArrayBuffer>;
  end: number;
  /** Rows that were not given back. */
  rows: number;
}

const blockLength = 2 ** 15;
/** Empty ones that are kept for rows to come: 2 MiB. */
const mostSpare = 16;

/**
 * Where the numbers of rows lie while their calls wait. Many share a block, for an array of its own costs more than its numbers, and a
 * block whose rows were all given back takes the next: fresh memory is filled with zeros by the system, page by page, which under a
 * flood of rows costs more than copying them. A block with a row that is never given back goes with that row.
 */
export class RowMemory {
  readonly #blocks = new WeakMap<ArrayBufferLike, Block>();
  readonly #spare: Block[] = [];
  #block: Block | undefined;

  /** A row's numbers out of its caller's reach. */
  copy(row: Float32Array): Float32Array<ArrayBuffer> {
    if (row.length > blockLength / 4) return new Float32Array(row);
    let block = this.#block;
    if (block === undefined || blockLength - block.end < row.length) block = this.#open();
    const copy = block.values.subarray(block.end, block.end + row.length);
    copy.set(row);
    block.end += row.length;
    block.rows += 1;
    return copy;
  }

  /** Nothing will read a copy any more: its place is for others. Once for each. */
  release(copy: Float32Array): void {
    const block = this.#blocks.get(copy.buffer);
    if (block === undefined) return;
    block.rows -= 1;
    if (block.rows > 0) return;
    block.end = 0;
    if (block !== this.#block && this.#spare.length < mostSpare) this.#spare.push(block);
  }

  #open(): Block {
    let block = this.#spare.pop();
    if (block === undefined) {
      block = { values: new Float32Array(blockLength), end: 0, rows: 0 };
      this.#blocks.set(block.values.buffer, block);
    }
    this.#block = block;
    return block;
  }
}
