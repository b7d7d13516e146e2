import { chooseBatchRows, type BatchLimits } from './chooseBatchRows.ts';
import { largestAtMost } from './largestAtMost.ts';
import { predictCostMs, type CostTable } from './costModel.ts';

/** What was asked of batches, as the policy has it. */
interface SizePolicy {
  readonly maxBatch: number;
  readonly maxQueueDelayMs: number;
  readonly preferredBatch: readonly number[];
  readonly isStatic: boolean;
  readonly handOverMs?: number | undefined;
}

/**
 * The size that a batch is filled up to. Who asks for preferred sizes or for a delay has said what to wait for, as Triton's dynamic batcher
 * takes it: the largest preferred size, else the largest one. Where such a batch would leave a request no time, and everywhere else, it is
 * what the measured times say.
 */
export function chooseTargetRows(
  cost: CostTable,
  { maxBatch, maxQueueDelayMs, preferredBatch, isStatic, handOverMs }: SizePolicy,
  { queuedRows, budgetMs }: Pick<BatchLimits, 'queuedRows' | 'budgetMs'>,
): number {
  if (isStatic) return maxBatch;
  const asked = largestAtMost(preferredBatch, maxBatch) ?? (maxQueueDelayMs > 0 ? maxBatch : undefined);
  if (asked !== undefined && 2 * (predictCostMs(cost, asked) ?? 0) <= budgetMs) return asked;
  return chooseBatchRows(cost, { maxBatch, queuedRows, budgetMs, handOverMs });
}
