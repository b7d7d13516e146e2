import { keepOutstanding } from './keepOutstanding.ts';
import { maxOutstandingRows, type ScenarioPorts } from './scenarioPorts.ts';

const probeOutstanding = 256;
const longestProbeSeconds = 1;
const probeShare = 0.25;
const drainMs = 10_000;

/** Requests that the target answers a second with many outstanding, from a probe of at most a second. */
export async function measureCapacity(ports: Omit<ScenarioPorts, 'begin'>, seconds: number): Promise<number> {
  const driver = ports.beginUncounted();
  const untilMs = Math.min(longestProbeSeconds, seconds * probeShare) * 1000;
  const outstanding = Math.max(
    1,
    Math.min(probeOutstanding, Math.floor(maxOutstandingRows / ports.rowsPerRequest)),
  );
  await keepOutstanding(driver, { outstanding, untilMs, signal: ports.signal });
  await driver.drain(drainMs);
  const { completed, lastAtMs } = driver.ledger;
  return lastAtMs > 0 ? (completed / lastAtMs) * 1000 : 0;
}
