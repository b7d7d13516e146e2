import type { Histogram } from '../telemetry/histogram.ts';
import type { Percentiles } from '../telemetry/metricsSnapshot.ts';
import type { LoadLedger } from './loadLedger.ts';
import { sloOf, type LoadPlan } from './loadPlan.ts';
import type { LoadReport } from './loadReport.ts';
import { judgeRun, type Circumstances } from './judgeRun.ts';
import { spectrumOf } from './spectrumOf.ts';

const sloShare = 0.99;

/** The report of a run as it stands `elapsedMs` after its start. */
export function buildLoadReport(
  plan: LoadPlan,
  ledger: LoadLedger,
  elapsedMs: number,
  circumstances: Circumstances,
): LoadReport {
  const { offered, completed, inTime, unanswered, refused, refusals } = ledger;
  const perMs = elapsedMs > 0 ? 1000 / elapsedMs : 0;
  const sloMet = sloOf(plan) === undefined ? undefined : meetsSlo(ledger);
  return {
    plan,
    offered,
    accepted: offered - (refused['queue-full'] ?? 0) + (refusals.preempted ?? 0),
    completed,
    inTime,
    refused: { ...refused },
    refusals: { ...refusals },
    unanswered,
    throughput: completed * perMs,
    goodput: inTime * perMs,
    latencyMs: percentilesOf(ledger.latency),
    lagMs: percentilesOf(ledger.lag),
    ...judgeRun(plan, ledger, circumstances),
    ...(sloMet === undefined ? {} : { sloMet }),
    elapsedMs,
    isStopped: circumstances.isStopped,
    spectrum: spectrumOf(ledger.latency),
    perSecond: ledger.seconds(elapsedMs),
  };
}

/** Whether the SLO holds at p99: refused and unanswered requests count as late. */
export function meetsSlo({ offered, inTime }: Pick<LoadLedger, 'offered' | 'inTime'>): boolean {
  return offered > 0 && inTime >= sloShare * offered;
}

function percentilesOf(histogram: Histogram): Percentiles {
  return {
    p50: histogram.quantile(0.5),
    p90: histogram.quantile(0.9),
    p99: histogram.quantile(0.99),
    samples: histogram.count,
  };
}
