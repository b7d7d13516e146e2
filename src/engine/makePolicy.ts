import type { InstanceReport } from '../core/ports.ts';
import type { ModelConfig } from '../core/repository/modelConfig.ts';
import type { SchedulerPolicy } from '../core/scheduling/modelScheduler.ts';

/** How batches of up to `maxBatch` rows are formed: what `model.json` asks for, within what was found about the model here. */
export function makePolicy(config: ModelConfig, report: InstanceReport, maxBatch: number): SchedulerPolicy {
  // A WebGPU backend pays for each new shape; the sizes that were warmed are the cheap ones.
  const isPicky = report.backend === 'webgpu' && maxBatch > 1;
  return {
    maxBatch,
    maxQueueDelayMs: config.maxQueueDelayMs ?? 0,
    preferredBatch: config.preferredBatch ?? [],
    allowedBatch: isPicky ? (report.costs[0]?.points.map(({ rows }) => rows) ?? []) : [],
    isBatching: true,
  };
}
