import type { DeviceProbe, VerdictStore } from '../core/ports.ts';
import type { VersionConfig } from '../core/repository/modelConfig.ts';
import type { Calibration } from '../core/scheduling/calibration.ts';
import { listChanges, type Surroundings, type Verdict } from '../core/scheduling/keptVerdict.ts';

export interface VerdictSources {
  readonly verdicts: VerdictStore;
  readonly probe: DeviceProbe;
  readonly isIsolated: boolean;
  readonly cores: number;
}

/** What was measured for these bytes, and what changed since; undefined where nothing was, or the store cannot be read. */
export async function readVerdict(
  model: string,
  version: VersionConfig,
  sources: VerdictSources,
): Promise<Verdict | undefined> {
  const stored = await sources.verdicts.read(verdictKey(model, version)).catch(() => undefined);
  // Asking for the adapter takes a moment, so only who was calibrated pays for it.
  return stored === undefined
    ? undefined
    : { ...stored, changed: listChanges(stored.surroundings, await readSurroundings(sources)) };
}

/** Whether a model was measured on this device, but not these bytes, or in other surroundings. */
export async function isVerdictOwed(
  model: string,
  version: VersionConfig,
  sources: VerdictSources,
): Promise<boolean> {
  const verdict = await readVerdict(model, version, sources);
  if (verdict !== undefined) return verdict.changed.length > 0;
  return (await sources.verdicts.read(latestKey(model)).catch(() => undefined)) !== undefined;
}

/** Keeps a calibration for these bytes in the surroundings of now; that it cannot be kept does not matter now. */
export async function keepVerdict(
  calibration: Calibration,
  version: VersionConfig,
  sources: VerdictSources,
): Promise<void> {
  const surroundings = await readSurroundings(sources);
  const verdict = { calibration, surroundings, measuredAt: sources.probe.wallTime() };
  for (const key of [verdictKey(calibration.model, version), latestKey(calibration.model)])
    await sources.verdicts.write(key, verdict).catch(() => undefined);
}

async function readSurroundings({
  probe,
  isIsolated,
  cores,
}: Pick<VerdictSources, 'probe' | 'isIsolated' | 'cores'>): Promise<Surroundings> {
  const { runtime, browser } = probe;
  return { runtime, browser, adapter: (await probe.readAdapter()) ?? '', isIsolated, cores };
}

/** Under which the verdict that was made last is found whatever bytes it is of; no version's key looks like it. */
function latestKey(model: string): string {
  return `${model}/`;
}

/** Other bytes of any variant make another verdict. */
function verdictKey(model: string, { version, variants }: VersionConfig): string {
  return [model, version, ...variants.map(({ name, sha256 }) => `${name}=${sha256}`).toSorted()].join('/');
}
