import type { LoadLedger } from '../../core/load/loadLedger.ts';
import type { LoadSecond } from '../../core/load/loadReport.ts';
import type { LoadTarget } from './loadTarget.ts';

export interface SecondsFollower {
  /** Tells the seconds that were not told yet, the last one with its late answers. */
  end(elapsedMs: number): Promise<void>;
  cancel(): void;
}

/** Reads the model's gauges after each second of a run, and tells each second once. The last one is told by `end`. */
export function followSeconds(
  { ledger, startAt }: { readonly ledger: LoadLedger; readonly startAt: number },
  target: LoadTarget,
  { seconds, onProgress }: { readonly seconds: number; readonly onProgress: (second: LoadSecond) => void },
): SecondsFollower {
  const last = Math.ceil(seconds) - 1;
  let told = 0;
  let isEnded = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = (): void => {
    told += 1;
    try {
      onProgress(ledger.second(told - 1));
    } catch (error) {
      // A listener that fails does not end the run.
      reportError(error);
    }
  };
  const read = async (second: number): Promise<void> => {
    try {
      ledger.gauge(second, await target.readGauges());
    } catch {
      // The run itself tells what has gone wrong with its target.
    }
  };
  const readAndTell = async (second: number): Promise<void> => {
    await read(second);
    if (isEnded) return;
    while (told <= Math.min(second, last - 1)) tell();
    wait();
  };
  let next = 0;
  const wait = (): void => {
    const passedMs = performance.now() - startAt;
    // Skips the seconds that passed while the gauges were read; a timer may come early and find its second not over.
    const second = Math.max(next, Math.floor(passedMs / 1000));
    next = second + 1;
    timer = setTimeout(() => void readAndTell(second), (second + 1) * 1000 - passedMs);
  };
  const cancel = (): void => {
    isEnded = true;
    clearTimeout(timer);
  };
  wait();
  return {
    cancel,
    end: async (elapsedMs) => {
      cancel();
      const count = ledger.seconds(elapsedMs).length;
      if (told < count) await read(count - 1);
      while (told < count) tell();
    },
  };
}
