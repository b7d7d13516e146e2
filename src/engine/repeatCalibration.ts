import { calibrateHost } from './calibrateHost.ts';
import type { IdleTask } from './idleWork.ts';
import type { ModelHost } from './modelHost.ts';
import { isVerdictOwed } from './verdictBook.ts';

/** Measures a model again whose kept verdict no longer holds, a candidate at a time; a model that was never measured is left alone. */
export function repeatCalibration(host: ModelHost): IdleTask {
  let resume: (() => void) | undefined;
  let onPiece: (hasMore: boolean) => void = () => undefined;
  const pause = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    resume = () => {
      resolve(undefined);
    };
    onPiece(true);
    await promise;
  };
  const run = async (): Promise<void> => {
    const { serving, ports } = host;
    if (serving === undefined || !(await isVerdictOwed(host.name, serving.version, ports))) return;
    await calibrateHost(host, pause);
  };
  return {
    step: () =>
      new Promise((resolve) => {
        onPiece = resolve;
        if (resume !== undefined) resume();
        else
          run()
            .catch(() => undefined)
            .finally(() => {
              onPiece(false);
            });
      }),
  };
}
