import { NearsideError } from '../errors.ts';
import type { ModelConfig, VariantConfig, VersionConfig } from './modelConfig.ts';
import { allowVersions, defaultVersionPolicy, type VersionPolicy } from './versionPolicy.ts';

export interface PickOptions {
  readonly policy?: VersionPolicy;
  /** Versions that were rolled back: not to be taken unless they are named or there is no other. */
  readonly withdrawn?: ReadonlySet<string>;
}

/** The named version, or the highest, of those that the policy allows; throws `not-found` naming these. */
export function pickVersion(
  config: ModelConfig,
  wanted: string | undefined,
  { policy = config.versionPolicy ?? defaultVersionPolicy, withdrawn }: PickOptions = {},
): VersionConfig {
  const allowed = allowVersions(
    config.versions.map(({ version }) => version),
    policy,
  );
  const chosen =
    wanted === undefined
      ? (allowed.find((version) => withdrawn?.has(version) !== true) ?? allowed[0])
      : allowed.find((version) => version === wanted);
  const found = config.versions.find(({ version }) => version === chosen);
  if (found !== undefined) return found;
  const known =
    allowed.length === 0 ? 'no version that its policy allows' : `the versions ${allowed.join(', ')}`;
  throw new NearsideError(
    'not-found',
    `"${config.name}" has ${known}, got ${JSON.stringify(wanted ?? 'the highest')}.`,
  );
}

/** The named variant of a version, or the one that a plain server would load. */
export function variantOf(
  version: VersionConfig | undefined,
  name = version?.default,
): VariantConfig | undefined {
  return version?.variants.find((variant) => variant.name === name);
}
