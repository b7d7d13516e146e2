import type { Rest } from './createRest.ts';
import type { Session, SessionInput } from './session.ts';

const mostRounds = 3;
const minRoundMs = 1.5;

interface RunTrial {
  /** Else one run is enough, which warms. */
  readonly isTimed: boolean;
  /** No further round once the rounds took so long together. */
  readonly enoughMs: number;
  readonly rest: Rest;
}

/**
 * Milliseconds of one run with these inputs: behind a run that warms the best of a few rounds, each long enough for a clock that ticks
 * every tenth of a millisecond. Untimed, what the run took that warms.
 */
export async function timeRun(
  session: Session,
  inputs: readonly SessionInput[],
  { isTimed, enoughMs, rest }: RunTrial,
): Promise<number> {
  const outputs = session.outputs.map((_, index) => index);
  const warmAt = performance.now();
  await session.run(inputs, outputs);
  const warmMs = performance.now() - warmAt;
  await rest();
  if (!isTimed) return warmMs;
  let best = Number.POSITIVE_INFINITY;
  let spentMs = 0;
  for (let round = 0; round < mostRounds && spentMs < enoughMs; round += 1) {
    const startAt = performance.now();
    let runs = 0;
    let elapsedMs = 0;
    while (elapsedMs < minRoundMs) {
      await session.run(inputs, outputs);
      runs += 1;
      elapsedMs = performance.now() - startAt;
    }
    best = Math.min(best, elapsedMs / runs);
    spentMs += elapsedMs;
    await rest();
  }
  return best;
}
