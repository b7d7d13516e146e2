import { describeFailure } from '../failure.ts';
import type { TextModel } from '../models/textModels.ts';
import type { Predict } from '../predict.ts';
import { cancelBatch, settleRows, startBatch, type Batch, type SettledRow } from './batch.ts';
import type { RowOutcome } from './batchRow.ts';
import { forEachBounded } from './forEachBounded.ts';
import type { BatchInput } from './readInputs.ts';

const maxOutstanding = 1024;
/** The view follows at ten updates a second, whatever the rate of the answers. */
const publishEveryMs = 100;

export interface BatchRun {
  readonly predict: Predict;
  /** Is asked about every line. */
  readonly textModel: TextModel;
  readonly signal: AbortSignal;
  readonly publish: (batch: Batch) => void;
}

/** Answers every input and publishes the growing batch; a row that fails does not stop the others. Never rejects. */
export async function runBatch(inputs: readonly BatchInput[], run: BatchRun): Promise<void> {
  const startedAtMs = performance.now();
  let batch = startBatch(inputs, startedAtMs);
  let settled: SettledRow[] = [];
  function publishSettled(kind: Batch['kind']): void {
    batch = { ...settleRows(batch, settled, performance.now() - startedAtMs), kind };
    settled = [];
    run.publish(batch);
  }

  publishSettled('running');
  const timer = setInterval(() => {
    if (settled.length > 0) publishSettled('running');
  }, publishEveryMs);
  await forEachBounded(
    [...inputs.slice(0, batch.rows.length).entries()],
    maxOutstanding,
    async ([index, input]) => {
      const outcome = await answer(input, run);
      if (outcome !== undefined) settled.push({ row: index + 1, outcome });
    },
    run.signal,
  );
  clearInterval(timer);
  publishSettled('done');
  if (run.signal.aborted) run.publish(cancelBatch(batch));
}

async function answer(
  input: BatchInput,
  { predict, textModel, signal }: BatchRun,
): Promise<RowOutcome | undefined> {
  if (input.kind === 'unreadable') return { kind: 'failed', error: input.error };
  try {
    const { labels } =
      input.kind === 'text'
        ? await predict(textModel, input.input, { signal })
        : await predict('digits', input.file, { signal });
    const best = labels?.[0];
    if (best === undefined) return { kind: 'failed', error: 'The model gave no label.' };
    return { kind: 'answered', ...best };
  } catch (error) {
    if (signal.aborted) return undefined;
    const { code, message } = describeFailure(error);
    return { kind: 'failed', error: `${code}: ${message}` };
  }
}
