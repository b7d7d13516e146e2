import type { CacheFilter } from '../core/caching/cachedResult.ts';
import type { RepositoryReader } from '../core/ports.ts';
import { AddedModels, type AddedModelsPorts } from './addedModels.ts';
import type { ModelRecorder } from '../core/telemetry/modelRecorder.ts';
import type { EngineMessage } from './clientMessages.ts';
import type { ModelHost } from './modelHost.ts';
import type { ResultCache } from './resultCache.ts';

export interface AddedModelsWiring {
  readonly pageUrl: string;
  readonly hosts: Map<string, ModelHost>;
  readonly cache: Pick<ResultCache, 'clear'>;
  readonly addHost: (name: string, reader: RepositoryReader) => ModelHost;
  readonly clearLanes: (filter: CacheFilter) => void;
  readonly broadcast: (message: EngineMessage) => void;
  readonly listModels: () => EngineMessage;
  /** Takes what was counted for a model that is removed. */
  readonly strayRecorder: ModelRecorder;
}

/** Added models on the hosts of an engine; undefined where none can be added. */
export function openAddedModels(
  ports: AddedModelsPorts | undefined,
  { pageUrl, hosts, cache, addHost, clearLanes, broadcast, listModels, strayRecorder }: AddedModelsWiring,
): AddedModels | undefined {
  if (ports === undefined) return undefined;
  return new AddedModels(ports, {
    pageUrl,
    isTaken: (name) => hosts.has(name),
    open: async (name, reader) => {
      await Promise.allSettled([addHost(name, reader).source.read()]);
      broadcast(listModels());
    },
    reopen: async (name) => {
      const host = hosts.get(name);
      await host?.source.refresh();
      broadcast(listModels());
      await host?.reload();
      clearLanes({ model: name });
      await cache.clear({ model: name });
    },
    close: async (name) => {
      const host = hosts.get(name);
      host?.unload();
      // The totals go on from where they are.
      if (host !== undefined) strayRecorder.merge(host.recorder);
      hosts.delete(name);
      clearLanes({ model: name });
      await cache.clear({ model: name });
      broadcast(listModels());
    },
    onProgress: (progress) => {
      broadcast({ kind: 'progress', progress });
    },
  });
}
