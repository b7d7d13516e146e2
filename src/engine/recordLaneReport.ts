import type { ModelRecorder } from '../core/telemetry/modelRecorder.ts';
import type { LaneReport } from './clientMessages.ts';

/** Counts what a page's lane answered from its own memory as requests of its model. */
export function recordLaneReport(
  { version, hitMs, joinedMs }: LaneReport,
  recorder: ModelRecorder,
  now: number,
): void {
  const sources = [
    ['memory', hitMs],
    ['joined', joinedMs],
  ] as const;
  for (const [source, times] of sources)
    for (const latencyMs of times) recorder.recordAnswer({ source, version, latencyMs, queueMs: 0 }, now);
}
