import type { NearsideError } from '../core/errors.ts';
import type { ModelConfig, VersionConfig } from '../core/repository/modelConfig.ts';
import type { LoadProgress, VersionState, VersionStatus } from '../core/repository/modelStatus.ts';
import { variantOf } from '../core/repository/pickVersion.ts';
import type { LoadedVersion } from './loadedVersion.ts';

export interface VersionFacts {
  readonly config: ModelConfig;
  /** The versions that the policy allows. */
  readonly allowed: readonly string[];
  readonly loaded: readonly LoadedVersion[];
  readonly loading: readonly { readonly version: string; readonly loaded: LoadedVersion | undefined }[];
  readonly failures: ReadonlyMap<string, NearsideError>;
}

/** Every version that is allowed or still in memory, the highest first. */
export function describeVersions(facts: VersionFacts): readonly VersionStatus[] {
  const { config, allowed, loaded } = facts;
  const numbers = new Set([...allowed, ...loaded.map(({ version }) => version.version)]);
  return [...numbers]
    .toSorted((left, right) => Number(right) - Number(left))
    .map((number) => describeVersion(number, config, facts));
}

function describeVersion(
  number: string,
  config: ModelConfig,
  { loaded, loading, failures }: VersionFacts,
): VersionStatus {
  const own = loaded.filter(({ version }) => version.version === number);
  const ready = own.find(({ state }) => state === 'serving') ?? own[0];
  const load = loading.find(({ version }) => version === number);
  const error = failures.get(number);
  const version: VersionConfig | undefined =
    ready?.version ?? config.versions.find((entry) => entry.version === number);
  const variant = variantOf(version, ready?.spec.variant);
  const progress: LoadProgress | undefined = load?.loaded?.progress;
  return {
    version: number,
    state: stateOf(ready, load !== undefined, error),
    sizeBytes: variant?.sizeBytes ?? 0,
    digest: variant?.sha256 ?? '',
    ...(variant === undefined ? {} : { variant: variant.name }),
    ...(ready?.deployment === undefined
      ? {}
      : {
          backend: ready.deployment.report.backend,
          threads: ready.deployment.report.threads,
          instances: ready.slots.length,
          isLoadingAnew: load !== undefined,
        }),
    ...(progress === undefined ? {} : { progress }),
    ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }),
  };
}

function stateOf(
  ready: LoadedVersion | undefined,
  isLoading: boolean,
  error: NearsideError | undefined,
): VersionState {
  if (ready?.state === 'serving' || ready?.state === 'warm' || ready?.state === 'draining')
    return ready.state;
  if (isLoading) return 'loading';
  return error === undefined ? 'available' : 'failed';
}
