/** The queue in which a request waits, first in, first out. */
export interface WaitQuestion {
  /** Milliseconds since the one that has waited longest came. */
  readonly oldestMs: number;
  /** That wait, those of the request among them. */
  readonly rows: number;
  /** Of them that go first. */
  readonly rowsBefore: number;
  /** Milliseconds until what runs is done. */
  readonly freeInMs: number;
  /** Of a batch while more than one is queued. */
  readonly fullRows: number;
  readonly batchMs: (rows: number) => number;
}

/**
 * Milliseconds until a request that waits is answered: what runs, the full batches before its own, and its own with all that will have
 * come by then, for whoever comes later shares the batch and lengthens it. Others are taken to come as those that wait have come.
 */
export function predictWaitMs(question: WaitQuestion): number {
  const { oldestMs, rows, rowsBefore, freeInMs, fullRows, batchMs } = question;
  const fullBatches = Math.floor(rowsBefore / fullRows);
  const startMs = freeInMs + fullBatches * batchMs(fullRows);
  const comingRows = (rows * startMs) / Math.max(oldestMs, batchMs(1), Number.EPSILON);
  const ownRows = Math.ceil(rows - fullBatches * fullRows + comingRows);
  return startMs + batchMs(Math.max(1, Math.min(fullRows, ownRows)));
}
