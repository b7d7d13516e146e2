/** Waits after a step of work, so that those who are served meanwhile find the cores free. */
export type Rest = () => Promise<void>;

/** How many times as long as the step took, and how long at most. */
const restShare = 6;
const mostRestMs = 250;

/** Rests from step to step; the first begins with this realm. Without `givesWay` there is no rest. */
export function createRest({ givesWay = false }: { readonly givesWay?: boolean }): Rest {
  let stepStartAt = 0;
  if (!givesWay) return () => Promise.resolve();
  return async () => {
    const restMs = Math.min(mostRestMs, restShare * (performance.now() - stepStartAt));
    await new Promise((resolve) => setTimeout(resolve, restMs));
    stepStartAt = performance.now();
  };
}
