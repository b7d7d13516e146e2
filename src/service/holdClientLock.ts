import { holdLifeLock } from '../platform/workers/lifeLock.ts';

/** Holds a lock of its own for this realm's life; gives its name once it is held. */
export async function holdClientLock(): Promise<string> {
  const name = `nearside-service ${crypto.randomUUID()}`;
  await holdLifeLock(name);
  return name;
}
