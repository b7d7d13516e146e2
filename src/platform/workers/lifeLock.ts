/**
 * Held for this realm's life, so that whoever waits for it learns of its death. Resolves once it is held, or at once where locks are
 * refused, as to the frames of other sites when those may store nothing. `onStolen` is called when another realm takes it away.
 */
export async function holdLifeLock(name: string, onStolen: () => void = () => undefined): Promise<void> {
  const locks = lockManager();
  if (locks === undefined) return;
  let isHeld = false;
  await new Promise<void>((resolve) => {
    locks
      .request(name, () => {
        isHeld = true;
        resolve();
        return new Promise<never>(() => undefined);
      })
      .catch(() => {
        if (isHeld) onStolen();
        else resolve();
      });
  });
}

/** Calls back once the realm that held the lock is gone, however that happened; call it after the lock is known to be held. */
export function awaitDeath(name: string, signal: AbortSignal, onDeath: () => void): void {
  lockManager()
    ?.request(name, { signal }, onDeath)
    .catch(() => undefined);
}

/** Absent where the context is not secure, whatever the types say; a worker's errors are then the only sign. */
function lockManager(): LockManager | undefined {
  return 'locks' in navigator ? navigator.locks : undefined;
}
