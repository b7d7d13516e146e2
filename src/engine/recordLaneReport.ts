import type { ModelRecorder } from '../core/telemetry/modelRecorder.ts';
import type { LaneReport } from './clientMessages.ts';

/** Counts what a page's lane answered from its own memory as requests of its model. */
export function recordLaneReport(
  { version, hitMs, joinedMs }: LaneReport,
  recorder: ModelRecorder,
  now: number,
): void {
  for (const latencyMs of hitMs)
    recorder.recordAnswer({ source: 'memory', version, latencyMs, queueMs: 0 }, now);
  for (const latencyMs of joinedMs)
    recorder.recordAnswer({ source: 'joined', version, latencyMs, queueMs: 0 }, now);
}
