import { createStore } from 'zustand/vanilla';

/** Model files that this app was opened with, until the page of models takes them and empties it. */
export const launchStore = createStore<{ readonly modelFiles: readonly File[] }>()(() => ({
  modelFiles: [],
}));
