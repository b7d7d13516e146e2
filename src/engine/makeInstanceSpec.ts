import type { InstanceSpec, RepositoryReader } from '../core/ports.ts';
import { readGoldenCase } from '../core/repository/goldenCase.ts';
import { isFeaturePreprocessing } from '../core/repository/isFeaturePreprocessing.ts';
import type { ModelConfig, VariantConfig, VersionConfig } from '../core/repository/modelConfig.ts';
import { variantOf } from '../core/repository/pickVersion.ts';
import type { RunChoice } from '../core/scheduling/calibration.ts';
import type { SettingsValue } from '../core/settings/settingsValue.ts';
import { addedSpec } from './addedSpec.ts';
import { loadText } from './loadText.ts';

/** Rows of a batch where nothing else is said. */
export const defaultMaxBatch = 32;
const maxInstances = 8;
// Browsers blunt the clock of a page that is not isolated.
const isolatedTickMs = 0.005;
const plainTickMs = 0.1;

/** How coarse the marks of an execution are. */
export function clockTickOf(isIsolated: boolean): number {
  return isIsolated ? isolatedTickMs : plainTickMs;
}

/** Instances that the settings ask for. */
export function countInstances({ instances }: Pick<SettingsValue, 'instances'>): number {
  return instances === 'auto' ? 1 : Math.min(Math.max(1, instances), maxInstances);
}

/** What an instance of this version is made of when it runs in a chosen way. */
export async function makeInstanceSpec(
  config: ModelConfig,
  version: VersionConfig,
  reader: RepositoryReader,
  choice: RunChoice,
): Promise<InstanceSpec> {
  const variant = variantOf(version, choice.variant) as VariantConfig;
  const { preprocessing, name } = config;
  const golden =
    version.golden === undefined
      ? undefined
      : readGoldenCase(await reader.readJson(`${name}/${version.golden}`), variant.name);
  const text = await loadText(config, reader);
  return {
    model: name,
    variant: variant.name,
    ...addedSpec(config, variant, reader),
    backend: choice.backend,
    threads: choice.threads,
    maxBatch: config.maxBatch ?? defaultMaxBatch,
    ...(golden === undefined ? {} : { golden }),
    ...(isFeaturePreprocessing(preprocessing) ? { textFeatures: preprocessing } : {}),
    ...(text === undefined ? {} : { tokens: text.layout }),
  };
}
