import { NearsideError } from '../core/errors.ts';
import type { SettingsValue } from '../core/settings/settingsValue.ts';
import { countInstances } from './makeInstanceSpec.ts';
import type { ModelHost } from './modelHost.ts';
import { specFor } from './specFor.ts';

/**
 * Brings models to settings that changed, one after the other, and calls back with each. Where what the settings ask for does not come
 * about, what serves goes on, so do the other models, and the first failure rejects in the end. A model that is unloaded meanwhile is none.
 */
export async function applySettings(
  hosts: Iterable<ModelHost>,
  previous: SettingsValue,
  next: SettingsValue,
  onApplied: (host: ModelHost) => void,
): Promise<void> {
  const failures: unknown[] = [];
  for (const host of hosts) {
    try {
      await applyTo(host, previous, next);
    } catch (error) {
      if (!isUnloaded(error)) failures.push(error);
    }
    onApplied(host);
  }
  if (failures.length > 0) throw failures[0];
}

async function applyTo(host: ModelHost, previous: SettingsValue, next: SettingsValue): Promise<void> {
  if (previous.backend !== next.backend) await host.reload();
  else if (previous.instances !== next.instances) await rescale(host);
  if (previous.versions !== next.versions) await applyPolicy(host);
}

function isUnloaded(error: unknown): boolean {
  return error instanceof NearsideError && error.code === 'closed';
}

/** Brings the number of instances to what the settings say; anew where that changes the threads of each. */
async function rescale(host: ModelHost): Promise<void> {
  const { serving, ports } = host;
  if (serving === undefined) return;
  const spec = await specFor(serving.config, serving.version, ports);
  if (host.serving !== serving) return;
  if (spec.threads === serving.spec.threads) serving.rescale(countInstances(ports.getSettings()));
  else await host.reload();
}

/** What serves has to be allowed; what is kept beside it too. */
async function applyPolicy(host: ModelHost): Promise<void> {
  const { allowed } = host.choice;
  if (host.serving !== undefined && !allowed.includes(host.serving.version.version)) await host.load();
  for (const loaded of host.warm.all) if (!allowed.includes(loaded.version.version)) host.warm.drop(loaded);
  host.ports.onChange();
}
