/** Something loaded that takes memory: a version of a model with its first instance, or an instance more. */
export interface Resident {
  readonly sizeBytes: number;
  /** Requests of late, old ones counting less. */
  readonly uses: number;
  /** What it would take to have it back. */
  readonly loadMs: number;
  /** Work waits or runs there. */
  readonly isBusy: boolean;
  readonly isPinned: boolean;
}

/**
 * What a byte of it is worth: how often it is used times what it would cost to load it again. What was never used is worth less
 * than anything that was, and then the cheaper load goes first.
 */
export function valueOf({ uses, loadMs, sizeBytes }: Resident): number {
  return ((uses + unusedShare) * Math.max(1, loadMs)) / Math.max(1, sizeBytes);
}

const unusedShare = 1e-6;

/**
 * What is to be unloaded so that everything loaded, and `neededBytes` more, keep within the budget: the least valuable first, never
 * what is in use or pinned, and no more than that takes. Where the budget cannot be kept, all that may go goes.
 */
export function planEviction<Item extends Resident>(
  residents: readonly Item[],
  { budgetBytes, neededBytes = 0 }: { readonly budgetBytes: number; readonly neededBytes?: number },
): readonly Item[] {
  let bytes = residents.reduce((sum, { sizeBytes }) => sum + sizeBytes, neededBytes);
  const evicted: Item[] = [];
  const idle = residents.filter(({ isBusy, isPinned }) => !isBusy && !isPinned);
  for (const resident of idle.toSorted((left, right) => valueOf(left) - valueOf(right))) {
    if (bytes <= budgetBytes) break;
    bytes -= resident.sizeBytes;
    evicted.push(resident);
  }
  return evicted;
}
