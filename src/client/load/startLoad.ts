import { buildLoadReport } from '../../core/load/buildLoadReport.ts';
import { LoadLedger } from '../../core/load/loadLedger.ts';
import { sloOf, type LoadPlan } from '../../core/load/loadPlan.ts';
import type { LoadReport } from '../../core/load/loadReport.ts';
import type { Nearside } from '../nearside.ts';
import type { SpecReader } from './createNaiveTarget.ts';
import { followSeconds, type SecondsFollower } from './followSeconds.ts';
import type { LoadRun, StartLoadOptions } from './loadLab.ts';
import { openLoadTarget } from './openLoadTarget.ts';
import type { RunPorts } from './requestDriver.ts';
import { runPhase } from './runPhase.ts';
import { searchPeak } from './searchPeak.ts';
import { watchVisibility } from './watchVisibility.ts';

/** Starts a run of a plan that was validated; everything is sent through `nearside` or, where the plan says so, past it. */
export function startLoad(
  nearside: Nearside,
  readSpec: SpecReader,
  plan: LoadPlan,
  { onProgress = () => undefined }: StartLoadOptions = {},
): LoadRun {
  const stopping = new AbortController();
  const { signal } = stopping;
  const visibility = watchVisibility();
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  failed.catch(() => undefined);
  let nextIndex = 0;
  let peek: () => LoadReport | undefined = () => undefined;
  const follow = (
    source: { readonly ledger: LoadLedger; readonly startAt: number },
    target: RunPorts['target'],
  ): SecondsFollower => {
    peek = () => {
      const elapsedMs = performance.now() - source.startAt;
      const report = buildLoadReport(plan, source.ledger, elapsedMs, {
        isStopped: signal.aborted,
        wasHidden: visibility.wasHidden(),
      });
      // The second that goes on would look like a slump.
      return { ...report, perSecond: report.perSecond.slice(0, Math.floor(elapsedMs / 1000)) };
    };
    return followSeconds(source, target, { seconds: plan.seconds, onProgress });
  };

  const carryOut = async (): Promise<LoadReport> => {
    const target = await openLoadTarget(nearside, readSpec, plan, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    if (target === undefined) {
      const ledger = new LoadLedger({ seconds: plan.seconds, sloMs: sloOf(plan) });
      return buildLoadReport(plan, ledger, 0, { isStopped: true, wasHidden: visibility.wasHidden() });
    }
    const ports: RunPorts = {
      target,
      signal,
      fail,
      nextIndex: () => {
        nextIndex += 1;
        return nextIndex - 1;
      },
    };
    let follower: SecondsFollower | undefined;
    try {
      if (plan.scenario === 'find-peak') {
        const overall = {
          ledger: new LoadLedger({ seconds: Infinity, sloMs: sloOf(plan) }),
          startAt: performance.now(),
        };
        follower = follow(overall, target);
        const report = await Promise.race([
          failed,
          searchPeak(plan, { ...ports, overall }, visibility.wasHidden),
        ]);
        await follower.end(performance.now() - overall.startAt);
        return report;
      }
      const phase = runPhase({ ...plan, scenario: plan.scenario }, ports, (driver) => {
        follower = follow(driver, target);
      });
      const { ledger, elapsedMs } = await Promise.race([failed, phase]);
      await follower?.end(elapsedMs);
      return buildLoadReport(plan, ledger, elapsedMs, {
        isStopped: signal.aborted,
        wasHidden: visibility.wasHidden(),
      });
    } catch (error) {
      follower?.cancel();
      stopping.abort();
      throw error;
    } finally {
      target.close();
    }
  };
  const report = carryOut().finally(visibility.end);
  report.catch(() => undefined);
  return {
    plan,
    report,
    peek: () => peek(),
    stop: () => {
      stopping.abort();
    },
  };
}
