/** What the choice between sub-queues needs to know of each. */
export interface QueueClaim {
  readonly rows: number;
  readonly oldestEnqueuedAt: number;
  readonly targetRows: number;
}

/**
 * Age with a fullness bonus (TensorFlow's adaptive shared scheduler): the queue whose head waited longest goes first,
 * and a full batch counts as `fullBonusMs` of age. Returns the index, or −1 when all are empty.
 */
export function pickQueue(claims: readonly QueueClaim[], now: number, fullBonusMs: number): number {
  let bestIndex = -1;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const [index, claim] of claims.entries()) {
    if (claim.rows === 0) continue;
    const fullness = Math.min(1, claim.rows / Math.max(1, claim.targetRows));
    const score = now - claim.oldestEnqueuedAt + fullBonusMs * fullness;
    if (score > bestScore) {
      bestScore = score;
      bestIndex = index;
    }
  }
  return bestIndex;
}
