import { createEngineBackend, type EngineBackend } from '../../src/engine/createEngineBackend.ts';
import { createFileReader } from './createFileReader.ts';
import { createRemoteHandler, type RemoteHandler } from './createRemoteHandler.ts';
import { createServerEngine } from './createServerEngine.ts';
import { serverClock } from './serverClock.ts';
import { readRemoteSettings } from './readRemoteSettings.ts';

export interface Remote {
  readonly handle: RemoteHandler;
  readonly backend: EngineBackend;
}

/** The reference endpoint over a folder of models, which load at their first request. Throws for settings that are none. */
export function startRemote(
  models: string,
  threadScript: URL,
  environment: Readonly<Record<string, string | undefined>>,
): Remote {
  const settings = readRemoteSettings(environment);
  const engine = createServerEngine({ models, threadScript, instances: settings.instances });
  const backend = createEngineBackend(engine, { clock: serverClock, reader: createFileReader(models) });
  return { backend, handle: createRemoteHandler(backend, settings) };
}
