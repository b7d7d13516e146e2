import { keepOutstanding } from './keepOutstanding.ts';
import { maxOutstandingRows, type ScenarioPorts } from './scenarioPorts.ts';

const mostOutstanding = 256;
const longestProbeSeconds = 1;
const probeShare = 0.25;
const drainMs = 10_000;
/** What is outstanding at the end of the probe is at most about this much work. */
const backlogMs = 1000;

/** Requests that the target answers a second with many outstanding, from a probe of about a second at most. */
export async function measureCapacity(ports: Omit<ScenarioPorts, 'begin'>, seconds: number): Promise<number> {
  const { signal, rowsPerRequest } = ports;
  const single = ports.beginUncounted();
  await keepOutstanding(single, { outstanding: 1, requests: 2, signal });
  await single.drain(drainMs);
  const singleMs = single.ledger.latency.quantile(0) ?? backlogMs;
  const driver = ports.beginUncounted();
  const untilMs = Math.min(longestProbeSeconds, seconds * probeShare) * 1000;
  const most = Math.min(mostOutstanding, Math.floor(maxOutstandingRows / rowsPerRequest));
  const outstanding = Math.max(1, Math.min(most, Math.ceil(backlogMs / singleMs)));
  await keepOutstanding(driver, { outstanding, untilMs, signal });
  await driver.drain(drainMs);
  const { completed, lastAtMs } = driver.ledger;
  return lastAtMs > 0 ? (completed / lastAtMs) * 1000 : 0;
}
