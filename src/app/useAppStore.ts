import { useStore } from 'zustand';
import { appStore, type AppState } from './store.ts';

export function useAppStore<Selected>(select: (state: AppState) => Selected): Selected {
  return useStore(appStore, select);
}
