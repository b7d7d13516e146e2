import type { CachedResult } from './cachedResult.ts';
import type { StoredEntry } from './storeIndex.ts';

/** What is to be changed at once. */
export interface StoreChanges {
  readonly put: readonly { readonly entry: StoredEntry; readonly result: CachedResult }[];
  /** Entries of results that were used. */
  readonly touched: readonly StoredEntry[];
  /** Keys. */
  readonly deleted: readonly string[];
}

export type StoredRead =
  | { readonly kind: 'found'; readonly result: CachedResult }
  | { readonly kind: 'absent' }
  /** What is there is not what was written. */
  | { readonly kind: 'damaged' };

/** Where results outlive the page. Every call may reject with `storage` when the place cannot be used. */
export interface ResultStore {
  /** All that is kept, by falling age of its last use. */
  list(): Promise<readonly StoredEntry[]>;
  /** Calls `onFound` once something is there, before it is opened. */
  read(key: string, onFound?: () => void): Promise<StoredRead>;
  /** All of it or, when there is no room, nothing. */
  write(changes: StoreChanges): Promise<'done' | 'full'>;
  /** Makes everything unreadable, then deletes it; nothing is written from then on. */
  destroy(): Promise<void>;
  /** Called when the place was changed or closed from outside, so that what is known of it may be wrong. */
  subscribe(listener: () => void): () => void;
}
