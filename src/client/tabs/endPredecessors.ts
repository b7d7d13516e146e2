import type { Clock } from '../../core/clock.ts';
import type { TabLocks } from './tabPorts.ts';

/**
 * Resolves when no engine holds a lock that begins with `prefix`: there is to be one at a time. One that has not ended after
 * `patienceMs` sleeps, and ends as soon as it finds its lock taken away.
 */
export async function endPredecessors(
  locks: TabLocks,
  prefix: string,
  { clock, patienceMs }: { readonly clock: Pick<Clock, 'after'>; readonly patienceMs: number },
): Promise<void> {
  const { held = [] } = await locks.query();
  const names = held.flatMap(({ name }) => (name?.startsWith(prefix) === true ? [name] : []));
  await Promise.all(names.map((name) => endOne(locks, name, clock, patienceMs)));
}

async function endOne(
  locks: TabLocks,
  name: string,
  clock: Pick<Clock, 'after'>,
  patienceMs: number,
): Promise<void> {
  const patience = new AbortController();
  const cancel = clock.after(patienceMs, () => {
    patience.abort();
  });
  try {
    await locks.request(name, { signal: patience.signal }, () => undefined);
  } catch {
    await locks.request(name, { steal: true }, () => undefined);
  } finally {
    cancel();
  }
}
