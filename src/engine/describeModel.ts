import type { NearsideError } from '../core/errors.ts';
import type { Preprocessing } from '../core/repository/modelConfig.ts';
import type { ModelState, ModelStatus } from '../core/repository/modelStatus.ts';
import { variantOf } from '../core/repository/pickVersion.ts';
import { imageOf, saidOf } from '../core/repository/saidOf.ts';
import type { Deployment } from './deployment.ts';
import { describeVersions } from './describeVersions.ts';
import type { LoadedVersion } from './loadedVersion.ts';
import { defaultMaxBatch } from './makeInstanceSpec.ts';
import type { ModelSource } from './modelSource.ts';
import type { VersionChoice } from './versionChoice.ts';
import type { VersionLoads } from './versionLoads.ts';
import type { WarmVersions } from './warmVersions.ts';

/** What of a model is described. */
interface DescribedModel {
  readonly name: string;
  readonly state: ModelState;
  readonly source: ModelSource;
  readonly choice: VersionChoice;
  readonly loads: VersionLoads;
  readonly warm: WarmVersions;
  readonly failures: ReadonlyMap<string, NearsideError>;
  readonly failure: NearsideError | undefined;
  readonly serving: LoadedVersion | undefined;
  readonly deployment: Deployment | undefined;
  readonly loaded: readonly LoadedVersion[];
}

/** A model's status as it leaves the engine: what the session said where there is one, else what `model.json` says. */
export function describeModel(host: DescribedModel): ModelStatus {
  const { name, state, deployment, choice, warm, loads, loaded, failures, failure } = host;
  const { config } = host.source;
  const { task, labels, preprocessing } = deployment?.config ?? config ?? {};
  const { allowed, policy, excluded } = choice;
  const serving = deployment?.version.version;
  const version = deployment?.version ?? config?.versions.find((entry) => entry.version === allowed[0]);
  const variant = variantOf(version, deployment?.spec.variant);
  const offered = choice.offerFor(host.serving);
  const { previous, previousVersion } = warm;
  const canGoBack =
    previousVersion !== undefined && previousVersion !== serving && allowed.includes(previousVersion);
  const defaultVersion = serving ?? choice.next;
  const error = state === 'failed' ? failure : undefined;
  const progress = loads.loading.find((load) => load.loaded?.progress !== undefined)?.loaded?.progress;
  const { loading } = loads;
  const served = deployment === undefined ? config?.added : deployment.report;
  const isBatched = served?.batching === 'independent';
  const maxBatch =
    deployment?.policy.maxBatch ??
    (config?.added === undefined ? undefined : isBatched ? (config.maxBatch ?? defaultMaxBatch) : 1);
  return {
    name,
    versions: allowed,
    state,
    inputs: deployment?.report.inputs ?? config?.inputs ?? [],
    outputs: deployment?.report.outputs ?? config?.outputs ?? [],
    sizeBytes: variant?.sizeBytes ?? 0,
    digest: variant?.sha256 ?? '',
    ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }),
    ...(task === undefined ? {} : { task }),
    ...(labels === undefined ? {} : { labels }),
    ...(variant === undefined ? {} : { variant: variant.name }),
    ...(progress === undefined ? {} : { progress }),
    ...(config?.added === undefined ? {} : { isAdded: true, said: saidOf(config) }),
    ...(preprocessing === undefined ? {} : { takes: takesImages(preprocessing) ? 'image' : 'text' }),
    ...(preprocessing?.kind === 'image' ? { image: imageOf(preprocessing) } : {}),
    ...(host.serving?.isAhead === true ? { isLoadedAhead: true } : {}),
    ...(served === undefined ? {} : { batching: served.batching }),
    ...(maxBatch === undefined ? {} : { maxBatch }),
    ...(deployment === undefined
      ? {}
      : { serving: deployment.version.version, backend: deployment.report.backend }),
    ...(defaultVersion === undefined ? {} : { defaultVersion }),
    ...(policy === undefined ? {} : { versionPolicy: policy }),
    ...(excluded.length === 0 ? {} : { excluded }),
    ...(offered === undefined ? {} : { offered }),
    ...(canGoBack ? { previous: { version: previousVersion, isWarm: previous !== undefined } } : {}),
    ...(config === undefined
      ? {}
      : { versionStates: describeVersions({ config, allowed, loaded, loading, failures }) }),
  };
}

function takesImages({ kind }: Preprocessing): boolean {
  return kind === 'digit' || kind === 'image';
}
