import type { NearsideError } from '../core/errors.ts';
import type { ModelConfig } from '../core/repository/modelConfig.ts';
import type { LoadProgress, ModelState, ModelStatus } from '../core/repository/modelStatus.ts';
import { variantOf } from '../core/repository/pickVersion.ts';
import type { Deployment } from './deployment.ts';

export interface ModelFacts {
  readonly name: string;
  readonly state: ModelState;
  readonly config: ModelConfig | undefined;
  readonly deployment: Deployment | undefined;
  readonly error: NearsideError | undefined;
  readonly progress: LoadProgress | undefined;
}

/** A model's status as it leaves the engine: what the session said where there is one, else what `model.json` says. */
export function describeModel({ name, state, config, deployment, error, progress }: ModelFacts): ModelStatus {
  const version = deployment?.version ?? config?.versions[0];
  const variant = variantOf(version, deployment?.spec.variant);
  const served = deployment === undefined ? config?.added : deployment.report;
  return {
    name,
    versions: config?.versions.map((entry) => entry.version) ?? [],
    state,
    ...(deployment === undefined ? {} : { serving: deployment.version.version }),
    inputs: deployment?.report.inputs ?? config?.inputs ?? [],
    outputs: deployment?.report.outputs ?? config?.outputs ?? [],
    sizeBytes: variant?.sizeBytes ?? 0,
    digest: variant?.sha256 ?? '',
    ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }),
    ...(config?.task === undefined ? {} : { task: config.task }),
    ...(config?.labels === undefined ? {} : { labels: config.labels }),
    ...(variant === undefined ? {} : { variant: variant.name }),
    ...(progress === undefined ? {} : { progress }),
    ...(config?.added === undefined ? {} : { isAdded: true }),
    ...(served === undefined ? {} : { batching: served.batching }),
    ...(deployment === undefined
      ? {}
      : { backend: deployment.report.backend, maxBatch: deployment.maxBatch }),
  };
}
