import type { InstanceSpec, RepositoryReader, VerdictStore } from '../core/ports.ts';
import type { ModelConfig, VersionConfig } from '../core/repository/modelConfig.ts';
import type { SettingsValue } from '../core/settings/settingsValue.ts';
import { chooseBackend } from './backendVerdict.ts';
import { loadText } from './loadText.ts';
import { countInstances, makeInstanceSpec } from './makeInstanceSpec.ts';

interface SpecSources {
  readonly reader: RepositoryReader;
  readonly verdicts: VerdictStore;
  readonly isIsolated: boolean;
  readonly cores: number;
  readonly getSettings: () => SettingsValue;
}

/** What an instance of this version is made of under the settings of now; `backend` overrides their choice. */
export async function specFor(
  config: ModelConfig,
  version: VersionConfig,
  sources: SpecSources,
  backend?: InstanceSpec['backend'],
): Promise<InstanceSpec> {
  const { reader, isIsolated, cores, getSettings } = sources;
  const instances = countInstances(getSettings());
  const chosen = backend ?? (await chooseBackend(getSettings().backend, version, sources));
  const text = await loadText(config, reader);
  const share = { isIsolated, cores, instances, backend: chosen };
  const spec = await makeInstanceSpec(config, version, reader, share);
  return text === undefined ? spec : { ...spec, tokens: text.layout };
}
