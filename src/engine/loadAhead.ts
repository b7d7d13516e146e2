import type { IdleTask } from './idleWork.ts';
import { instanceBytes } from './instanceBytes.ts';
import type { ModelHost } from './modelHost.ts';

export interface LoadAheadSources {
  readonly hosts: ReadonlyMap<string, ModelHost>;
  readonly listHabits: () => Promise<readonly string[]>;
  /** What all loaded models together may take. */
  readonly budgetBytes: () => number;
}

const mostModels = 2;

/** Loads the models that this person asks in most visits, where that makes nothing else leave; a failure is the next request's to tell. */
export function loadAhead({ hosts, listHabits, budgetBytes }: LoadAheadSources): IdleTask {
  let waiting: readonly string[] | undefined;
  return {
    step: async () => {
      waiting ??= (await listHabits())
        .filter((name) => hosts.get(name)?.state === 'available')
        .slice(0, mostModels);
      const [name = '', ...rest] = waiting;
      waiting = rest;
      const host = hosts.get(name);
      if (host?.state === 'available' && usedBytes(hosts) + neededBytes(host) <= budgetBytes()) {
        await host.open().catch(() => undefined);
        if (host.serving !== undefined) host.serving.isAhead = true;
        host.ports.onChange();
      }
      return rest.length > 0;
    },
  };
}

function neededBytes(host: ModelHost): number {
  const { sizeBytes, digest } = host.status();
  return instanceBytes({ file: { url: '', sizeBytes, sha256: digest } });
}

function usedBytes(hosts: ReadonlyMap<string, ModelHost>): number {
  const loaded = [...hosts.values()].flatMap((host) => host.loaded);
  return loaded.reduce((sum, { spec, slots }) => sum + slots.length * instanceBytes(spec), 0);
}
