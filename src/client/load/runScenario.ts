import { createRandom } from '../../core/createRandom.ts';
import { defaultConcurrency, defaultRate, defaultSeed, type LoadPlan } from '../../core/load/loadPlan.ts';
import { makeArrivals, spikeSpans, type RateSpan } from '../../core/load/makeArrivals.ts';
import { driveArrivals } from './driveArrivals.ts';
import { keepOutstanding } from './keepOutstanding.ts';
import { measureCapacity } from './measureCapacity.ts';
import { maxOutstandingRows, type PhasePlan, type ScenarioPorts } from './scenarioPorts.ts';

/** Sends everything that a plan asks for; resolves when the last request has been sent or on abort. */
export async function runScenario(plan: PhasePlan, ports: ScenarioPorts): Promise<void> {
  const { seconds, rate = defaultRate, concurrency = defaultConcurrency } = plan;
  const { signal } = ports;
  const untilMs = seconds * 1000;
  switch (plan.scenario) {
    case 'single-stream':
      await keepOutstanding(ports.begin(), { outstanding: 1, untilMs, signal });
      break;
    case 'closed-loop':
      await keepOutstanding(ports.begin(), { outstanding: concurrency, untilMs, signal });
      break;
    case 'server':
      await sendArrivals(plan, [{ rate, seconds }], ports);
      break;
    case 'spike':
      await sendArrivals(plan, spikeSpans(rate, seconds), ports);
      break;
    case 'offline': {
      const capacity = await measureCapacity(ports, seconds);
      const outstanding = Math.max(1, Math.floor(maxOutstandingRows / ports.rowsPerRequest));
      const requests = Math.max(1, Math.round(capacity * seconds));
      if (!signal.aborted) await keepOutstanding(ports.begin(), { outstanding, requests, signal });
    }
  }
}

async function sendArrivals(
  { seed = defaultSeed }: LoadPlan,
  spans: readonly RateSpan[],
  { begin, signal }: ScenarioPorts,
): Promise<void> {
  const arrivals = makeArrivals(spans, createRandom(seed));
  const driver = begin();
  await driveArrivals(arrivals, driver.startAt, signal, (intendedMs, nowMs) => {
    driver.send(intendedMs, nowMs - intendedMs);
  });
}
