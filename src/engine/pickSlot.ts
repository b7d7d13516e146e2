import type { InstanceSlot } from './instanceSlot.ts';

const maxJobsPerInstance = 2;

/** Of the instances that may take a job, the one that is predicted to be free first. */
export function pickSlot(slots: readonly InstanceSlot[]): InstanceSlot | undefined {
  let best: InstanceSlot | undefined;
  for (const slot of slots) {
    if (slot.jobs >= maxJobsPerInstance) continue;
    const isSooner =
      best === undefined ||
      slot.jobs < best.jobs ||
      (slot.jobs === best.jobs && slot.jobs > 0 && slot.remainingMs < best.remainingMs);
    if (isSooner) best = slot;
  }
  return best;
}
