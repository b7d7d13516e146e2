import { predictCostMs, type CostPoint, type CostTable } from '../../core/scheduling/costModel.ts';

/** A time is in doubt when it lies so far above the line between one row and the next larger size. */
const doubtFrom = 1.15;

/**
 * The times of ascending sizes, those in doubt taken anew from the largest down; the lesser time holds. The first runs of a session are made by
 * code that the browser has not optimized yet, so that the small sizes, which come first, may look twice as slow as they are.
 */
export async function timeAgain(
  points: CostTable,
  time: (rows: number) => Promise<number>,
): Promise<CostTable> {
  const better = [...points];
  const improve = async (index: number): Promise<void> => {
    const { rows, ms } = better[index] as CostPoint;
    better[index] = { rows, ms: Math.min(ms, await time(rows)) };
  };
  let isInDoubt = false;
  for (let index = points.length - 2; index > 0; index -= 1) {
    const [first, own, next] = [better[0], better[index], better[index + 1]] as [
      CostPoint,
      CostPoint,
      CostPoint,
    ];
    if (own.ms <= doubtFrom * (predictCostMs([first, next], own.rows) ?? own.ms)) continue;
    isInDoubt = true;
    await improve(index);
  }
  if (isInDoubt) await improve(0);
  return better;
}
