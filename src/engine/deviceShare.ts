import type { DeviceLoad } from '../core/scheduling/admitRequest.ts';
import { countRoom } from '../core/scheduling/countRoom.ts';
import type { EngineEnvironment } from '../core/telemetry/metricsSnapshot.ts';
import type { ModelHost } from './modelHost.ts';

/** What a runtime takes beside its model, and how often the bytes of a model are in memory while it runs. */
const runtimeBytes = 64 * 2 ** 20;
const modelCopies = 3;
/** Share of the device's memory that instances may take, and what a device has that does not say. */
const memoryShare = 0.25;
const defaultMemoryBytes = 4 * 2 ** 30;
/** An instance busier than this takes part in the contest for cores. */
const busyShare = 0.1;

/** What the models but `self` have to do, and how many runs of its kind the device can carry on at once. */
export function readOthers(
  self: ModelHost,
  hosts: Iterable<ModelHost>,
  { cores }: EngineEnvironment,
  priority: number,
): Pick<DeviceLoad, 'othersMs' | 'slots'> {
  const { backend = 'wasm', threads = 1 } = self.deployment?.report ?? {};
  let othersMs = 0;
  for (const host of hosts) {
    const { deployment } = host;
    if (host !== self && deployment?.report.backend === backend) othersMs += deployment.workMs(priority);
  }
  return { othersMs, slots: backend === 'webgpu' ? 1 : Math.max(1, Math.floor(cores / threads)) };
}

/** How many instances of `self` the device has room for beside the other models. */
export function countRoomFor(
  self: ModelHost,
  hosts: Iterable<ModelHost>,
  { cores, memoryBytes = defaultMemoryBytes }: EngineEnvironment,
): number {
  let othersThreads = 0;
  let othersBytes = 0;
  for (const host of hosts) {
    if (host === self) continue;
    const threads = host.deployment?.report.threads ?? 1;
    for (const slot of host.slots) {
      othersBytes += instanceBytes(host);
      if (slot.busyShare > busyShare) othersThreads += threads;
    }
  }
  const { backend = 'wasm', threads = 1 } = self.deployment?.report ?? {};
  return countRoom({
    backend,
    cores,
    threads,
    othersThreads,
    memoryBytes: memoryShare * memoryBytes,
    instanceBytes: instanceBytes(self),
    othersBytes,
  });
}

function instanceBytes({ deployment }: ModelHost): number {
  return runtimeBytes + modelCopies * (deployment?.spec.file.sizeBytes ?? 0);
}
