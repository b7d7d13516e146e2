import { LoadLedger } from '../../core/load/loadLedger.ts';
import { sloOf } from '../../core/load/loadPlan.ts';
import { RequestDriver, type RunPorts } from './requestDriver.ts';
import { runScenario } from './runScenario.ts';
import type { PhasePlan } from './scenarioPorts.ts';

export interface Phase {
  readonly ledger: LoadLedger;
  /** From the start to the planned end or the last answer, whichever is later; all work done or a stop end it earlier. */
  readonly elapsedMs: number;
}

/** After its end a run waits for answers as long as it ran, but this long at the least. */
const leastDrainMs = 10_000;

/** Sends what `plan` asks for and waits for the answers. `onBegin` gets the driver whose requests count. */
export async function runPhase(
  plan: PhasePlan,
  ports: RunPorts,
  onBegin: (driver: RequestDriver) => void = () => undefined,
): Promise<Phase> {
  const { seconds, scenario } = plan;
  const { signal } = ports;
  const makeLedger = (): LoadLedger => new LoadLedger({ seconds, sloMs: sloOf(plan) });
  let driver: RequestDriver | undefined;
  const begin = (): RequestDriver => {
    driver = new RequestDriver(ports, makeLedger());
    onBegin(driver);
    return driver;
  };
  await runScenario(plan, {
    begin,
    beginUncounted: () => new RequestDriver(ports, makeLedger()),
    rowsPerRequest: ports.target.rowsPerRequest,
    signal,
  });
  if (driver === undefined) return { ledger: makeLedger(), elapsedMs: 0 };
  await driver.drain(Math.max(leastDrainMs, seconds * 1000));
  const { ledger } = driver;
  const plannedMs = scenario === 'offline' ? 0 : seconds * 1000;
  const elapsedMs = signal.aborted ? driver.elapsedMs : Math.max(plannedMs, ledger.lastAtMs);
  return { ledger, elapsedMs };
}
