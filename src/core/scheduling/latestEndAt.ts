/** A head that comes within this share of its budget of being late is dropped. */
const dropShare = 0.07;

interface Timed {
  readonly enqueuedAt: number;
  /** Infinity without a deadline. */
  readonly deadlineAt: number;
}

/** When an item has to be done at the latest to be worth its run; Infinity without a deadline. */
export function latestEndAt({ deadlineAt, enqueuedAt }: Timed): number {
  if (deadlineAt === Number.POSITIVE_INFINITY) return deadlineAt;
  return deadlineAt - dropShare * Math.max(0, deadlineAt - enqueuedAt);
}
