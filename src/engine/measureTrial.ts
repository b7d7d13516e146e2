import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Instance, InstanceFactory, InstanceReport, InstanceSpec } from '../core/ports.ts';
import { toCurve, type CalibrationCandidate } from '../core/scheduling/calibration.ts';

export interface TrialPorts {
  readonly clock: Clock;
  readonly factory: InstanceFactory;
}

/** From the creation of its session on; downloads take what they take. */
const limitMs = 45_000;

/**
 * Starts an instance in a worker of its own, measures it, and throws it away; never rejects. `inspect` may ask it something before
 * that.
 */
export async function measureTrial(
  spec: InstanceSpec,
  { clock, factory }: TrialPorts,
  inspect: (instance: Instance, report: InstanceReport) => Promise<void> = () => Promise.resolve(),
): Promise<CalibrationCandidate> {
  const { variant, backend, threads, golden } = spec;
  const choice = { variant, backend, threads };
  let cancelLimit: (() => void) | undefined;
  const limit = { isOver: false };
  const instance = factory.create(
    { ...spec, isCalibration: true },
    {
      onProgress: ({ stage }) => {
        if (stage !== 'create') return;
        cancelLimit ??= clock.after(limitMs, () => {
          limit.isOver = true;
          instance.terminate();
        });
      },
      onExpress: () => undefined,
      onLost: () => undefined,
    },
  );
  try {
    const report = await instance.ready;
    await inspect(instance, report);
    const { costs, maxAbsDiff } = report;
    const measured = {
      ...choice,
      ...(maxAbsDiff === undefined ? {} : { maxAbsDiff }),
      curve: toCurve(costs[0]?.points ?? []),
    };
    if (golden === undefined || (maxAbsDiff ?? 0) <= golden.tolerance) return { ...measured, ok: true };
    const error = `its golden answers are off by ${String(maxAbsDiff)}, allowed is ${golden.tolerance}`;
    return { ...measured, ok: false, error };
  } catch (error) {
    const why = limit.isOver ? `it was not ready within ${limitMs / 1000} s` : messageOf(error);
    return { ...choice, ok: false, error: why, curve: [] };
  } finally {
    cancelLimit?.();
    instance.terminate();
  }
}
