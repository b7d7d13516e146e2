import { damaged } from './wireFields.ts';

/** More tables than any model has; offsets may lead to the same one again and again. */
const mostTables = 4_000_000;

/** Bytes of a flatbuffer (https://flatbuffers.dev/internals): little-endian, offsets from where they stand. */
export class FlatBuffer {
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  #tables = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Reads the root table by `read`; throws `model-load` where an offset leads out of the bytes. */
  readRoot<Result>(read: (root: FlatTable) => Result): Result {
    try {
      return read(this.tableAt(this.#view.getUint32(0, true)));
    } catch (error) {
      if (error instanceof RangeError) throw damaged('an offset leads out of the file');
      throw error;
    }
  }

  tableAt(position: number): FlatTable {
    this.#tables += 1;
    if (this.#tables > mostTables) throw damaged('it has more parts than it can have');
    return new FlatTable(this, position);
  }

  uint8(at: number): number {
    return this.#view.getUint8(at);
  }

  uint16(at: number): number {
    return this.#view.getUint16(at, true);
  }

  int32(at: number): number {
    return this.#view.getInt32(at, true);
  }

  uint32(at: number): number {
    return this.#view.getUint32(at, true);
  }

  int64(at: number): number {
    return Number(this.#view.getBigInt64(at, true));
  }

  /** What an offset at this place leads to. */
  follow(at: number): number {
    return at + this.uint32(at);
  }

  text(at: number): string {
    const start = this.follow(at);
    const length = this.uint32(start);
    if (start + 4 + length > this.#bytes.length) throw damaged('a text ends beyond the file');
    return new TextDecoder().decode(this.#bytes.subarray(start + 4, start + 4 + length));
  }
}

/** One table of a flatbuffer; fields are counted from 0 as the schema lists them, a union taking two. */
export class FlatTable {
  readonly #buffer: FlatBuffer;
  readonly #position: number;
  readonly #fields: number;
  readonly #fieldsBytes: number;

  constructor(buffer: FlatBuffer, position: number) {
    this.#buffer = buffer;
    this.#position = position;
    this.#fields = position - buffer.int32(position);
    this.#fieldsBytes = buffer.uint16(this.#fields);
  }

  integer32(field: number): number {
    const at = this.#find(field);
    return at === undefined ? 0 : this.#buffer.int32(at);
  }

  integer64(field: number): number {
    const at = this.#find(field);
    return at === undefined ? 0 : this.#buffer.int64(at);
  }

  byte(field: number): number {
    const at = this.#find(field);
    return at === undefined ? 0 : this.#buffer.uint8(at);
  }

  text(field: number): string {
    const at = this.#find(field);
    return at === undefined ? '' : this.#buffer.text(at);
  }

  table(field: number): FlatTable | undefined {
    const at = this.#find(field);
    return at === undefined ? undefined : this.#buffer.tableAt(this.#buffer.follow(at));
  }

  tables(field: number): readonly FlatTable[] {
    return this.#list(field, 4, (at) => this.#buffer.tableAt(this.#buffer.follow(at)));
  }

  texts(field: number): readonly string[] {
    return this.#list(field, 4, (at) => this.#buffer.text(at));
  }

  integers64(field: number): readonly number[] {
    return this.#list(field, 8, (at) => this.#buffer.int64(at));
  }

  /** Items of a list, without reading them. */
  count(field: number): number {
    const at = this.#find(field);
    return at === undefined ? 0 : this.#buffer.uint32(this.#buffer.follow(at));
  }

  #list<Item>(field: number, itemBytes: number, read: (at: number) => Item): readonly Item[] {
    const at = this.#find(field);
    if (at === undefined) return [];
    const start = this.#buffer.follow(at);
    const count = this.#buffer.uint32(start);
    const items: Item[] = [];
    for (let index = 0; index < count; index += 1) items.push(read(start + 4 + index * itemBytes));
    return items;
  }

  /** Where a field's value stands; undefined for one that has its default. */
  #find(field: number): number | undefined {
    const entry = 4 + 2 * field;
    if (entry + 2 > this.#fieldsBytes) return undefined;
    const offset = this.#buffer.uint16(this.#fields + entry);
    return offset === 0 ? undefined : this.#position + offset;
  }
}
