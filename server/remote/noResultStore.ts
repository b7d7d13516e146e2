import type { ResultStore } from '../../src/core/caching/resultStore.ts';

/** Keeps nothing: a server's answers are not stored. */
export const noResultStore: ResultStore = {
  list: () => Promise.resolve([]),
  read: () => Promise.resolve({ kind: 'absent' }),
  write: () => Promise.resolve('done'),
  destroy: () => Promise.resolve(),
  subscribe: () => () => undefined,
};
