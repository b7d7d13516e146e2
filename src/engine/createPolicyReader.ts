import type { InstanceReport } from '../core/ports.ts';
import type { ModelConfig } from '../core/repository/modelConfig.ts';
import type { SchedulerPolicy } from '../core/scheduling/modelScheduler.ts';
import type { BatchSettings } from '../core/settings/settingsValue.ts';

export interface BatchingReader {
  /** What the settings say now: whether rows of several requests may share a run, and what is asked of this model's batches. */
  readonly readBatching: () => { readonly isBatching: boolean; readonly batch: BatchSettings | undefined };
  /** Of the device. */
  readonly cores: number;
}

interface BatchedModel {
  readonly config: ModelConfig;
  readonly report: InstanceReport;
  /** Rows one run may hold. */
  readonly maxBatch: number;
  readonly instances: number;
}

/** While the instances have all cores, page and engine wait for one. Set by what a second instance of digits gains on two cores. */
const crowdedHandOverMs = 1;

/**
 * Gives how batches are to be formed now: as the settings, else `model.json`, ask, within what was found about the model here. The
 * same object as long as nothing changed.
 */
export function createPolicyReader(
  model: BatchedModel,
  { readBatching, cores }: BatchingReader,
): () => SchedulerPolicy {
  let known = readBatching();
  let hadAllCores = hasAllCores(model, cores);
  let policy = makePolicy(model, known, hadAllCores);
  return () => {
    const now = readBatching();
    const hasThem = hasAllCores(model, cores);
    if (now.batch !== known.batch || now.isBatching !== known.isBatching || hasThem !== hadAllCores)
      policy = makePolicy(model, now, hasThem);
    known = now;
    hadAllCores = hasThem;
    return policy;
  };
}

function makePolicy(
  { config, report, maxBatch }: BatchedModel,
  { isBatching, batch = {} }: ReturnType<BatchingReader['readBatching']>,
  isCrowded: boolean,
): SchedulerPolicy {
  // A WebGPU backend pays for each new shape; the sizes that were warmed are the cheap ones.
  const isPicky = report.backend === 'webgpu' && maxBatch > 1;
  return {
    maxBatch: isBatching ? Math.min(maxBatch, batch.maxBatch ?? maxBatch) : 1,
    maxQueueDelayMs: batch.maxQueueDelayMs ?? config.maxQueueDelayMs ?? 0,
    preferredBatch: batch.preferredBatch ?? config.preferredBatch ?? [],
    allowedBatch: isPicky ? (report.costs[0]?.points.map(({ rows }) => rows) ?? []) : [],
    isStatic: batch.isStatic ?? false,
    handOverMs: isCrowded ? crowdedHandOverMs : undefined,
  };
}

/** Whether the instances leave no core to page and engine. */
function hasAllCores({ instances, report }: BatchedModel, cores: number): boolean {
  return report.backend === 'wasm' && instances > 1 && instances * report.threads >= cores;
}
