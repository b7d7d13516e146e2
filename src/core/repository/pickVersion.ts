import { NearsideError } from '../errors.ts';
import type { ModelConfig, VariantConfig, VersionConfig } from './modelConfig.ts';

/** The named version, or the highest; throws `not-found` naming the ones there are. */
export function pickVersion(config: ModelConfig, wanted: string | undefined): VersionConfig {
  const version =
    wanted === undefined ? config.versions[0] : config.versions.find((entry) => entry.version === wanted);
  if (version !== undefined) return version;
  const known = config.versions.map((entry) => entry.version).join(', ');
  throw new NearsideError(
    'not-found',
    `"${config.name}" has the versions ${known}, got ${JSON.stringify(wanted)}.`,
  );
}

/** The named variant of a version, or the one that a plain server would load. */
export function variantOf(
  version: VersionConfig | undefined,
  name = version?.default,
): VariantConfig | undefined {
  return version?.variants.find((variant) => variant.name === name);
}
