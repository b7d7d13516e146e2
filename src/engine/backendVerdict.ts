import type { InstanceSpec, VerdictStore } from '../core/ports.ts';
import type { VersionConfig } from '../core/repository/modelConfig.ts';
import { variantOf } from '../core/repository/pickVersion.ts';
import type { BackendChoice } from '../core/settings/settingsValue.ts';

type Backend = InstanceSpec['backend'];

export interface Surroundings {
  readonly verdicts: VerdictStore;
  readonly isIsolated: boolean;
}

/** What was asked for; else what was measured to be faster here; else the safe default. */
export async function chooseBackend(
  asked: BackendChoice,
  version: VersionConfig,
  surroundings: Surroundings,
): Promise<Backend> {
  if (asked !== 'auto') return asked;
  const { verdicts } = surroundings;
  return (await verdicts.read(verdictKey(version, surroundings)).catch(() => undefined)) ?? 'wasm';
}

/** Keeps a verdict for these bytes in these surroundings; that it cannot be kept does not matter now. */
export async function keepVerdict(
  backend: Backend,
  version: VersionConfig,
  surroundings: Surroundings,
): Promise<void> {
  await surroundings.verdicts.write(verdictKey(version, surroundings), backend).catch(() => undefined);
}

function verdictKey(version: VersionConfig, { isIsolated }: Surroundings): string {
  return `${variantOf(version)?.sha256 ?? ''}/${isIsolated ? 'isolated' : 'plain'}`;
}
