/** One file that is being kept: bytes so far and the validator of the response they came from. */
export interface StoredFile {
  sizeBytes(): number;
  /** All bytes, copied. */
  read(): Promise<Uint8Array<ArrayBuffer>>;
  /** Adds at the end. What was appended before a crash may be lost, never garbled. */
  append(chunk: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Empties the file and forgets its validator. */
  reset(): Promise<void>;
  /** A strong ETag or a date for If-Range, or undefined. */
  validator(): string | undefined;
  setValidator(validator: string | undefined): Promise<void>;
  /** Writes through and lets go; the file must not be used after. */
  close(): Promise<void>;
}

/** Where model bytes live between visits. One holder per key at a time: the caller locks. */
export interface ByteStore {
  /** What is kept ends with this realm. @default false */
  readonly isVolatile?: boolean;
  open(key: string): Promise<StoredFile>;
  delete(key: string): Promise<void>;
}
