const rounds = 20;

/** Lets every chain of promises that waits for nothing outside end; a load is the longest one. */
export async function settleMicrotasks(): Promise<void> {
  for (let round = 0; round < rounds; round += 1) await Promise.resolve();
}
