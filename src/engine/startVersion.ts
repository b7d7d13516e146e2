import type { VersionConfig } from '../core/repository/modelConfig.ts';
import { instanceBytes } from './instanceBytes.ts';
import { loadText } from './loadText.ts';
import { LoadedVersion, type LoadedVersionEvents } from './loadedVersion.ts';
import type { ModelHostPorts } from './modelHostPorts.ts';
import type { ModelSource } from './modelSource.ts';
import { specFor } from './specFor.ts';
import type { LoadTicket } from './versionLoads.ts';

export interface StartOptions {
  readonly source: ModelSource;
  readonly ports: ModelHostPorts;
  readonly events: LoadedVersionEvents;
}

/** Makes a version ready in workers of its own, under the settings of now. Rejects with a typed error, also when it is called off. */
export async function startVersion(
  version: VersionConfig,
  ticket: LoadTicket,
  { source, ports, events }: StartOptions,
): Promise<LoadedVersion> {
  try {
    const { predecessor } = ticket;
    const config = await source.read();
    const spec = await specFor(config, version, ports);
    const text = await loadText(config, ports.reader);
    ticket.check();
    ports.makeRoom(instanceBytes(spec));
    const loaded = new LoadedVersion({ config, version, spec, text, predecessor }, ports, events);
    ticket.hold(loaded);
    await loaded.start();
    ticket.check();
    return loaded;
  } catch (error) {
    ticket.check();
    throw error;
  }
}
