import { buildLoadReport, meetsSlo } from '../../core/load/buildLoadReport.ts';
import { defaultSeed, sloOf, type LoadPlan } from '../../core/load/loadPlan.ts';
import type { LoadReport } from '../../core/load/loadReport.ts';
import {
  nextPeakTrial,
  peakOf,
  peakTolerance,
  type NextTrial,
  type PeakTrial,
} from '../../core/load/peakSearch.ts';
import { samplesNeeded } from '../../core/load/samplesNeeded.ts';
import { loadLimits } from '../../core/load/validateLoadPlan.ts';
import { measureCapacity } from './measureCapacity.ts';
import { RequestDriver, type RunPorts } from './requestDriver.ts';
import { runPhase, type Phase } from './runPhase.ts';
import type { PhasePlan } from './scenarioPorts.ts';
import { LoadLedger } from '../../core/load/loadLedger.ts';

/** A search takes about a dozen runs; each gets this share of the time, longer ones where requests are few. */
const trialShare = 1 / 16;
const longestTrialShare = 1 / 4;
const shortestTrialSeconds = 0.4;
const wantedArrivals = 300;
/** The run that confirms the peak is the one that is reported: a tenth more than its p99 needs, as arrivals are random. */
const confirmingShare = 1 / 8;
const confirmingArrivals = Math.ceil(1.1 * samplesNeeded(0.99, 1));
/** Of what the target does with many outstanding: the first run should be met, and the next one not. */
const startShare = 0.5;

/**
 * Runs Poisson arrivals at one rate after the other until the highest that meets the SLO at p99 is known within 5 %, or `seconds` are over.
 * A rate at which the queue grows is not met, however short the run. The report is that of the run at the peak, the confirming one where
 * the time sufficed, or of the slowest one when none met the SLO.
 */
export async function searchPeak(
  plan: LoadPlan,
  ports: RunPorts,
  wasHidden: () => boolean,
): Promise<LoadReport> {
  const { seconds, seed = defaultSeed } = plan;
  const startedAt = performance.now();
  const startRate = plan.rate ?? Math.max(1, startShare * (await probe(plan, ports)));
  const trials: PeakTrial[] = [];
  const phases: { readonly plan: PhasePlan; readonly phase: Phase }[] = [];
  let isCutShort = false;
  const isStopped = (): boolean => ports.signal.aborted;
  while (!isStopped()) {
    const next = nextPeakTrial(trials, { startRate, highestRate: loadLimits.rate });
    if (next === undefined) break;
    const { rate, isConfirming } = next;
    if (performance.now() - startedAt >= seconds * 1000 && trials.length > 0) {
      isCutShort = true;
      break;
    }
    const trialPlan: PhasePlan = {
      ...plan,
      sloMs: sloOf(plan) as number,
      scenario: 'server',
      rate,
      seconds: trialSeconds(next, seconds),
      seed: (seed + trials.length) % 2 ** 32,
    };
    const phase = await runPhase(trialPlan, ports);
    phases.push({ plan: trialPlan, phase });
    // A run that was stopped says nothing about its rate.
    if (isStopped()) break;
    const { offered, inTime, latency, trend } = phase.ledger;
    const inTimeShare = offered === 0 ? 0 : inTime / offered;
    const latencyGrowth = trend.growth;
    const met = meetsSlo(phase.ledger) && (latencyGrowth ?? 0) <= peakTolerance;
    trials.push({ rate, met, inTimeShare, p99: latency.quantile(0.99), latencyGrowth, isConfirming });
  }
  const peakRate = peakOf(trials);
  const shown =
    phases.findLast(({ plan: { rate } }, index) => rate === peakRate && trials[index]?.met === true) ??
    phases.toSorted((one, other) => (one.plan.rate as number) - (other.plan.rate as number))[0];
  const { ledger, elapsedMs } = shown?.phase ?? {
    ledger: new LoadLedger({ seconds: 1, sloMs: undefined }),
    elapsedMs: 0,
  };
  const report = buildLoadReport(plan, ledger, elapsedMs, {
    isStopped: isStopped(),
    wasHidden: wasHidden(),
    isCutShort,
  });
  return { ...report, peakRate, trials };
}

async function probe({ seconds }: LoadPlan, ports: RunPorts): Promise<number> {
  return await measureCapacity(
    {
      beginUncounted: () => new RequestDriver(ports, new LoadLedger({ seconds, sloMs: undefined })),
      rowsPerRequest: ports.target.rowsPerRequest,
      signal: ports.signal,
    },
    seconds * trialShare,
  );
}

function trialSeconds({ rate, isConfirming }: NextTrial, seconds: number): number {
  const least = Math.max(shortestTrialSeconds, seconds * (isConfirming ? confirmingShare : trialShare));
  const arrivals = isConfirming ? confirmingArrivals : wantedArrivals;
  return Math.min(Math.max(arrivals / rate, least), Math.max(least, seconds * longestTrialShare));
}
