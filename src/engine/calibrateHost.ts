import type { Calibration } from '../core/scheduling/calibration.ts';
import type { Verdict } from '../core/scheduling/keptVerdict.ts';
import { calibrateVersion } from './calibrateVersion.ts';
import type { ModelHost } from './modelHost.ts';
import { specFor } from './specFor.ts';
import { keepVerdict, readVerdict } from './verdictBook.ts';

/**
 * Measures every way to run the version of a model that serves, or shall serve, and keeps the verdict. Where that makes another way
 * the better one under the settings of now, it takes over beside the running one. `pause` is waited for between one way and the next.
 */
export async function calibrateHost(host: ModelHost, pause?: () => Promise<void>): Promise<Calibration> {
  const { ports, source, choice } = host;
  const config = host.serving?.config ?? (await source.read());
  const version = host.serving?.version ?? (await choice.pick());
  const calibration = await calibrateVersion(config, version, ports, pause);
  await keepVerdict(calibration, version, ports);
  const { serving } = host;
  if (serving?.version === version) {
    const { variant, backend, threads } = await specFor(config, version, ports);
    const own = serving.spec;
    const isSame = own.variant === variant && own.backend === backend && own.threads === threads;
    if (!isSame && host.serving === serving) await host.reload();
  }
  host.ports.onChange();
  return calibration;
}

/** The verdict that is kept for what serves or shall serve. */
export async function readHostVerdict(host: ModelHost): Promise<Verdict | undefined> {
  const version = host.serving?.version ?? (await host.choice.pick());
  return await readVerdict(host.name, version, host.ports);
}
