import type { InstanceSpec } from '../core/ports.ts';
import type { DeviceLoad } from '../core/scheduling/admitRequest.ts';
import { countRoom } from '../core/scheduling/countRoom.ts';
import type { EngineEnvironment } from '../core/telemetry/metricsSnapshot.ts';
import { instanceBytes } from './instanceBytes.ts';
import type { LoadedView } from './loadedView.ts';

/** An instance busier than this takes part in the contest for cores. */
const busyShare = 0.1;

/** What everything but `self` has to do, and how many runs of its kind the device can carry on at once. */
export function readOthers(
  self: LoadedView,
  all: Iterable<LoadedView>,
  { cores }: EngineEnvironment,
  priority: number,
): Pick<DeviceLoad, 'othersMs' | 'slots'> {
  const { backend, threads } = deviceOf(self);
  let othersMs = 0;
  for (const other of all) {
    if (other !== self && deviceOf(other).backend === backend)
      othersMs += other.deployment?.workMs(priority) ?? 0;
  }
  return { othersMs, slots: backend === 'webgpu' ? 1 : Math.max(1, Math.floor(cores / threads)) };
}

/** How many instances of `self` the device has room for beside everything else that is loaded. */
export function countRoomFor(
  self: LoadedView,
  all: Iterable<LoadedView>,
  { cores, budgetBytes }: { readonly cores: number; readonly budgetBytes: number },
): number {
  let othersThreads = 0;
  let othersBytes = 0;
  for (const other of all) {
    if (other === self) continue;
    for (const slot of other.slots) {
      othersBytes += instanceBytes(other.spec);
      if (slot.busyShare > busyShare) othersThreads += deviceOf(other).threads;
    }
  }
  const { backend, threads } = deviceOf(self);
  return countRoom({
    backend,
    cores,
    threads,
    othersThreads,
    memoryBytes: budgetBytes,
    instanceBytes: instanceBytes(self.spec),
    othersBytes,
  });
}

/** What it runs on; what it asked for, while that is not known. */
function deviceOf({ deployment, spec }: LoadedView): Pick<InstanceSpec, 'backend' | 'threads'> {
  return deployment?.report ?? spec;
}
