import { canUseLane } from './canUseLane.ts';
import type { LoadedVersion } from './loadedVersion.ts';
import type { ModelHostPorts } from './modelHostPorts.ts';

/** Opens the express lane of what serves for whoever may have it; without an instance it is closed. */
export function announceLane(
  serving: LoadedVersion | undefined,
  { onLane }: Pick<ModelHostPorts, 'onLane'>,
): void {
  const deployment = serving?.deployment;
  const lane = deployment !== undefined && canUseLane(deployment) ? serving?.openLane() : undefined;
  if (lane === undefined || deployment === undefined) onLane({ kind: 'closed' });
  else onLane({ kind: 'open', lane, lead: deployment.lead });
}
