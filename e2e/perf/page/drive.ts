/** Keeps `outstanding` calls in flight for `forMs` and gives the answers per second. */
export async function driveRolling(
  call: (index: number) => Promise<unknown>,
  outstanding: number,
  forMs: number,
): Promise<number> {
  const startAt = performance.now();
  let next = 0;
  let done = 0;
  const loop = async (): Promise<void> => {
    while (performance.now() - startAt < forMs) {
      const index = next;
      next += 1;
      await call(index);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: outstanding }, loop));
  return (done / (performance.now() - startAt)) * 1000;
}

/**
 * Keeps `outstanding` calls in flight and gives the answers per second of the `forMs` after the first `warmMs`. Neither filling the
 * queue nor draining it is part of that time, for several instances cannot share the last batch. As answers come in batches, it goes
 * from one answer to another.
 */
export async function driveSteadily(
  call: (index: number) => Promise<unknown>,
  outstanding: number,
  { warmMs, forMs }: { readonly warmMs: number; readonly forMs: number },
): Promise<number> {
  const warmAt = performance.now() + warmMs;
  const endAt = warmAt + forMs;
  let next = 0;
  let done = 0;
  let firstAt = warmAt;
  let lastAt = warmAt;
  const loop = async (): Promise<void> => {
    for (;;) {
      const index = next;
      next += 1;
      await call(index);
      const now = performance.now();
      if (now >= endAt) return;
      lastAt = now;
      if (now >= warmAt) done += 1;
      else firstAt = now;
    }
  };
  await Promise.all(Array.from({ length: outstanding }, loop));
  return (done / (lastAt - firstAt)) * 1000;
}

/** Sends `size` calls at once, waits for all, and again, for `forMs`. */
export async function driveWaves(
  call: (index: number) => Promise<unknown>,
  size: number,
  forMs: number,
): Promise<number> {
  const startAt = performance.now();
  let done = 0;
  while (performance.now() - startAt < forMs) {
    const first = done;
    await Promise.all(Array.from({ length: size }, (_, index) => call(first + index)));
    done += size;
  }
  return (done / (performance.now() - startAt)) * 1000;
}

/** One call after the other; gives each latency in milliseconds. */
export async function driveSequential(
  call: (index: number) => Promise<unknown>,
  count: number,
): Promise<readonly number[]> {
  const latencies: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const startAt = performance.now();
    await call(index);
    latencies.push(performance.now() - startAt);
  }
  return latencies;
}

/** Open loop: calls start at the given times, whatever is outstanding; latency counts from the intended start. */
export async function driveArrivals(
  call: (index: number) => Promise<unknown>,
  arrivalsMs: readonly number[],
): Promise<readonly number[]> {
  const startAt = performance.now();
  const answers = arrivalsMs.map(
    (atMs, index) =>
      new Promise<number>((resolve, reject) => {
        setTimeout(
          () => {
            call(index).then(() => {
              resolve(performance.now() - startAt - atMs);
            }, reject);
          },
          Math.max(0, atMs - (performance.now() - startAt)),
        );
      }),
  );
  return await Promise.all(answers);
}
