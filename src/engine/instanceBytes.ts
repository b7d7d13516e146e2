import type { InstanceSpec } from '../core/ports.ts';
import type { SettingsValue } from '../core/settings/settingsValue.ts';
import type { EngineEnvironment } from '../core/telemetry/metricsSnapshot.ts';

/** What a runtime takes beside its model, and how often the bytes of a model are in memory while it runs. */
const runtimeBytes = 64 * 2 ** 20;
const modelCopies = 3;
/** Share of the device's memory that models may take, and what a device has that does not say. */
const memoryShare = 0.25;
const defaultMemoryBytes = 4 * 2 ** 30;

/** The memory that an instance is reckoned to take. */
export function instanceBytes({ file }: Pick<InstanceSpec, 'file'>): number {
  return runtimeBytes + modelCopies * file.sizeBytes;
}

/** The memory that all loaded models together may take. */
export function memoryBudget(
  { memoryBudgetBytes }: Pick<SettingsValue, 'memoryBudgetBytes'>,
  { memoryBytes = defaultMemoryBytes }: Pick<EngineEnvironment, 'memoryBytes'>,
): number {
  return memoryBudgetBytes ?? memoryShare * memoryBytes;
}
