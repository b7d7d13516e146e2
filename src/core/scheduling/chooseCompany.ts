import { predictCostMs, type CostTable } from './costModel.ts';

/** Rows that are padded to one width, if any. */
interface WidthQueue {
  readonly items: { readonly rows: number };
  readonly width: number | undefined;
  readonly cost: CostTable;
}

/**
 * Of the queues of other widths the one whose rows should ride along with `own` rows of `queue`: where one batch padded to the wider
 * of the two costs less than a batch each, and saves the most. Undefined where none does.
 */
export function chooseCompany<Queue extends WidthQueue>(
  queue: Queue,
  own: number,
  queues: readonly Queue[],
  maxBatch: number,
): { readonly source: Queue; readonly wider: Queue; readonly rows: number } | undefined {
  if (queue.width === undefined) return undefined;
  let best: { readonly source: Queue; readonly wider: Queue; readonly rows: number } | undefined;
  let mostSavedMs = 0;
  for (const source of queues) {
    if (source === queue || source.width === undefined || source.items.rows === 0) continue;
    const rows = Math.min(source.items.rows, maxBatch - own);
    const wider = source.width > queue.width ? source : queue;
    const apartMs = (predictCostMs(queue.cost, own) ?? 0) + (predictCostMs(source.cost, rows) ?? 0);
    const savedMs = apartMs - (predictCostMs(wider.cost, own + rows) ?? 0);
    if (savedMs <= mostSavedMs) continue;
    mostSavedMs = savedMs;
    best = { source, wider, rows };
  }
  return best;
}
