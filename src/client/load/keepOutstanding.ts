import type { RequestDriver } from './requestDriver.ts';

export interface KeepOptions {
  readonly outstanding: number;
  /** Sends no more once so many were sent. @default no end */
  readonly requests?: number;
  /** Sends no more from this time of the driver on. @default no end */
  readonly untilMs?: number;
  readonly signal: AbortSignal;
}

/** Keeps so many requests outstanding: each that settles is followed by another. Resolves when no more are to be sent. */
export async function keepOutstanding(
  driver: RequestDriver,
  { outstanding, requests = Infinity, untilMs = Infinity, signal }: KeepOptions,
): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const { promise, resolve } = Promise.withResolvers<undefined>();
  let sent = 0;
  const fill = (): void => {
    const nowMs = driver.elapsedMs;
    while (driver.outstanding < outstanding) {
      if (sent >= requests || nowMs >= untilMs || signal.aborted) {
        resolve(undefined);
        return;
      }
      sent += 1;
      driver.send(nowMs);
    }
  };
  const finish = (): void => {
    resolve(undefined);
  };
  signal.addEventListener('abort', finish, { once: true });
  // A refusal may come at once: followed in the same task, refusals without end would freeze the page.
  port1.onmessage = fill;
  driver.onSettled = (isAnswered) => {
    if (isAnswered) fill();
    else port2.postMessage(0);
  };
  fill();
  await promise;
  driver.onSettled = () => undefined;
  signal.removeEventListener('abort', finish);
  port1.close();
}
