import type { LoadLedger } from './loadLedger.ts';
import { sloOf, type LoadPlan, type LoadScenario } from './loadPlan.ts';
import { samplesNeeded } from './samplesNeeded.ts';

/** What else happened while a run went on. */
export interface Circumstances {
  readonly isStopped: boolean;
  readonly wasHidden: boolean;
  /** The search ended because its time was up. */
  readonly isCutShort?: boolean;
}

export interface Verdict {
  readonly valid: boolean;
  readonly notes: readonly string[];
}

/** Above this the generator says more about itself than about the service. */
const maxLagMs = 10;

/** The percentile that each scenario is about; a closed loop's is as good as its samples, offline is about throughput alone. */
const decisiveShare: Readonly<Record<LoadScenario, number | undefined>> = {
  'single-stream': 0.9,
  server: 0.99,
  offline: undefined,
  'closed-loop': 0.99,
  spike: 0.99,
  'find-peak': 0.99,
};

/** Whether the figures of a run can be relied on, and what a reader has to know about them. */
export function judgeRun(plan: LoadPlan, ledger: LoadLedger, circumstances: Circumstances): Verdict {
  const faults = [...faultsOf(plan, ledger, circumstances)];
  return { valid: faults.length === 0, notes: [...faults, ...remarksOf(plan, ledger)] };
}

function* faultsOf(
  { scenario }: LoadPlan,
  ledger: LoadLedger,
  { isStopped, wasHidden, isCutShort = false }: Circumstances,
): Generator<string> {
  if (isStopped) yield 'stopped before its end';
  if (ledger.completed === 0) yield 'no request was answered';
  const share = decisiveShare[scenario];
  if (share !== undefined && ledger.completed > 0) {
    const missing = samplesNeeded(share, 1) - ledger.latency.count;
    if (missing > 0) yield `p${share * 100} needs ${missing} more ${missing === 1 ? 'sample' : 'samples'}`;
  }
  const lag = ledger.lag.quantile(0.99);
  if (lag !== null && lag > maxLagMs) yield `the generator lagged: p99 lag ${lag.toFixed(0)} ms`;
  if (wasHidden) yield 'the page was hidden meanwhile: browsers slow hidden pages down';
  if (ledger.unanswered > 0 && !isStopped) {
    yield `${ledger.unanswered} requests had no answer when the run ended`;
  }
  if (isCutShort) yield 'the search ran out of time before the peak was known within 5 %';
}

function* remarksOf(plan: LoadPlan, ledger: LoadLedger): Generator<string> {
  const { scenario, target } = plan;
  if (scenario === 'closed-loop' || scenario === 'single-stream') {
    yield 'closed loop: latency does not include the wait of requests that were never sent';
  }
  if (scenario === 'offline') yield 'offline: latency counts from the moment a request was submitted';
  if (target === 'naive') yield 'naive: no deadline is enforced; late answers count as completed';
  const sloMs = sloOf(plan);
  const late = ledger.offered - ledger.inTime;
  if (sloMs === undefined || ledger.offered === 0) return;
  const missing = samplesNeeded(0.99, late) - ledger.offered;
  if (late > ledger.offered * 0.01) {
    yield `${late} of ${ledger.offered} requests missed the SLO of ${sloMs} ms`;
  } else if (missing > 0) {
    yield `to be 99 % sure of the SLO of ${sloMs} ms it takes ${missing} more requests without a late one`;
  }
}
