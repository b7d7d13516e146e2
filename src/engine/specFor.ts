import type { InstanceSpec, RepositoryReader } from '../core/ports.ts';
import type { ModelConfig, VersionConfig } from '../core/repository/modelConfig.ts';
import { chooseCandidate, type RunChoice } from '../core/scheduling/calibration.ts';
import type { SettingsValue } from '../core/settings/settingsValue.ts';
import { countInstances, makeInstanceSpec } from './makeInstanceSpec.ts';
import { readVerdict, type VerdictSources } from './verdictBook.ts';

export interface SpecSources extends VerdictSources {
  readonly reader: RepositoryReader;
  readonly getSettings: () => SettingsValue;
}

const maxThreads = 4;

/** What an instance of this version is made of under the settings of now: as was measured to be best here, else the safe default. */
export async function specFor(
  config: ModelConfig,
  version: VersionConfig,
  sources: SpecSources,
): Promise<InstanceSpec> {
  const choice = await chooseRun(config, version, sources);
  return await makeInstanceSpec(config, version, sources.reader, choice);
}

/** What runs without a calibration; threads times instances never exceed half the cores, up to four. */
export function safeChoice(
  version: VersionConfig,
  { isIsolated, cores, getSettings }: Pick<SpecSources, 'isIsolated' | 'cores' | 'getSettings'>,
): RunChoice {
  const { backend } = getSettings();
  const share = Math.floor(Math.min(maxThreads, Math.ceil(cores / 2)) / countInstances(getSettings()));
  return {
    variant: version.default,
    backend: backend === 'auto' ? 'wasm' : backend,
    threads: isIsolated ? Math.max(1, share) : 1,
  };
}

async function chooseRun(
  { name }: ModelConfig,
  version: VersionConfig,
  sources: SpecSources,
): Promise<RunChoice> {
  const safe = safeChoice(version, sources);
  const { cores, getSettings } = sources;
  const { backend } = getSettings();
  const verdict = await readVerdict(name, version, sources);
  if (verdict === undefined || verdict.changed.length > 0) return safe;
  const mostThreads = Math.max(1, Math.floor(cores / countInstances(getSettings())));
  const limits = { cores, mostThreads, ...(backend === 'auto' ? {} : { backend }) };
  return chooseCandidate(verdict.calibration.candidates, limits) ?? safe;
}
