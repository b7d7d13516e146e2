import { messageOf } from '../core/errors.ts';
import type { InstanceFactory, InstanceSpec } from '../core/ports.ts';
import {
  judgeCandidates,
  toCurve,
  type Calibration,
  type CalibrationCandidate,
} from '../core/scheduling/calibration.ts';
import type { ModelConfig, VersionConfig } from '../core/repository/modelConfig.ts';
import { keepVerdict } from './backendVerdict.ts';
import type { ModelHostPorts } from './modelHostPorts.ts';
import { specFor } from './specFor.ts';

/** Measures the backends for a version, and keeps the verdict. */
export async function calibrateVersion(
  config: ModelConfig,
  version: VersionConfig,
  ports: ModelHostPorts,
): Promise<Calibration> {
  const specs = [
    await specFor(config, version, ports, 'wasm'),
    await specFor(config, version, ports, 'webgpu'),
  ];
  const calibration = await calibrateModel(specs, ports.factory);
  await keepVerdict(calibration.chosen.backend, version, ports);
  return calibration;
}

/** Starts each way to run a model in a worker of its own, one after the other, and judges them by their figures. */
async function calibrateModel(
  specs: readonly InstanceSpec[],
  factory: InstanceFactory,
): Promise<Calibration> {
  const candidates: CalibrationCandidate[] = [];
  for (const spec of specs) candidates.push(await measure(spec, factory));
  return judgeCandidates((specs[0] as InstanceSpec).model, candidates);
}

async function measure(spec: InstanceSpec, factory: InstanceFactory): Promise<CalibrationCandidate> {
  const { variant, backend, threads } = spec;
  const ignore = (): void => undefined;
  const instance = factory.create(spec, { onProgress: ignore, onExpress: ignore, onLost: ignore });
  try {
    const { costs } = await instance.ready;
    return { variant, backend, threads, ok: true, curve: toCurve(costs[0]?.points ?? []) };
  } catch (error) {
    return { variant, backend, threads, ok: false, error: messageOf(error), curve: [] };
  } finally {
    instance.terminate();
  }
}
