import { createStore } from 'zustand/vanilla';

/** Model files that this app was opened with, until the page of models takes them. */
export const launchStore = createStore<{ readonly modelFiles: readonly File[] }>()(() => ({
  modelFiles: [],
}));

/** Takes the model files; they are there once. */
export function takeLaunchedModels(): readonly File[] {
  const { modelFiles } = launchStore.getState();
  launchStore.setState({ modelFiles: [] });
  return modelFiles;
}
