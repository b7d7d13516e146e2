import type { LoadedView } from './loadedView.ts';

const leastShare = 0.002;

/** Whether requests kept the device at work in the last seconds, if only a little. */
export function isUnderLoad(loaded: readonly Pick<LoadedView, 'slots'>[]): boolean {
  return loaded.some(({ slots }) => slots.some(({ busyShare }) => busyShare > leastShare));
}
