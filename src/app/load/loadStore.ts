import { createStore } from 'zustand/vanilla';
import type { LoadPlan, LoadReport, LoadRun } from '../../client/index.ts';
import { describeFailure, type Failure } from '../failure.ts';
import { initialDraft, plansOf, type Draft } from './draft.ts';
import { keptRuns, readHistory, writeHistory, type LoadRecord } from './runHistory.ts';

/** What the load lab is doing. */
export type LoadActivity =
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting'; readonly plan: LoadPlan }
  | { readonly kind: 'running'; readonly plan: LoadPlan; readonly toldSeconds: number };

export interface LoadState {
  readonly draft: Draft;
  readonly activity: LoadActivity;
  /** The report of the run in progress as it stands, anew each second. */
  readonly live: LoadReport | undefined;
  readonly failure: Failure | undefined;
  /** Newest first. */
  readonly records: readonly LoadRecord[];
  /** Ids of the records that are shown: one, or two side by side. */
  readonly shown: readonly string[];
  /** Deleted last, for who did not mean it. */
  readonly deleted: readonly LoadRecord[];
  /** The page was left while a run went on. */
  readonly wasLeft: boolean;
}

/** Outlives the page that shows it: a run goes on while another page is looked at. */
export const loadStore = createStore<LoadState>()(() => ({
  draft: initialDraft,
  activity: { kind: 'idle' },
  live: undefined,
  failure: undefined,
  records: readHistory(() => localStorage),
  shown: [],
  deleted: [],
  wasLeft: false,
}));

let stop: (() => void) | undefined;
let isStopAsked = false;

/** Runs what the draft says, one plan after the other; never rejects. */
export async function startLoad(): Promise<void> {
  const { activity, draft } = loadStore.getState();
  if (activity.kind !== 'idle') return;
  isStopAsked = false;
  loadStore.setState({ failure: undefined, shown: [], deleted: [], wasLeft: false });
  const finished: string[] = [];
  try {
    for (const plan of plansOf(draft)) {
      const report = await runPlan(plan);
      finished.push(keepReport(report));
      if (isAsked()) break;
    }
  } catch (error) {
    loadStore.setState({ failure: describeFailure(error) });
  }
  stop = undefined;
  loadStore.setState({ activity: { kind: 'idle' }, live: undefined, shown: finished });
}

/** Ends what runs; what there is of its report is shown. */
export function stopLoad(): void {
  isStopAsked = true;
  stop?.();
}

/** Read anew after each wait. */
function isAsked(): boolean {
  return isStopAsked;
}

async function runPlan(plan: LoadPlan): Promise<LoadReport> {
  loadStore.setState({ activity: { kind: 'starting', plan }, live: undefined });
  const nearside = await window.nearside;
  let toldSeconds = 0;
  const run: LoadRun = await nearside.load.start(plan, {
    onProgress: () => {
      toldSeconds += 1;
      loadStore.setState({ activity: { kind: 'running', plan, toldSeconds }, live: run.peek() });
    },
  });
  loadStore.setState({ activity: { kind: 'running', plan, toldSeconds } });
  stop = () => {
    run.stop();
  };
  if (isAsked()) run.stop();
  return await run.report;
}

function keepReport(report: LoadReport): string {
  const record: LoadRecord = {
    id: crypto.randomUUID(),
    endedAt: Date.now(),
    cores: navigator.hardwareConcurrency,
    isIsolated: crossOriginIsolated,
    report,
  };
  setRecords([record, ...loadStore.getState().records].slice(0, keptRuns));
  return record.id;
}

function setRecords(records: readonly LoadRecord[]): void {
  loadStore.setState({ records });
  writeHistory(() => localStorage, records);
}

export function setDraft(draft: Draft): void {
  loadStore.setState({ draft });
}

/** Shows a record, beside the one shown last where two are wanted. */
export function showRecords(shown: readonly string[]): void {
  loadStore.setState({ shown });
}

/** Deletes one record, or all; {@link undoDelete} brings them back. */
export function deleteRecords(ids: readonly string[]): void {
  const { records, shown } = loadStore.getState();
  loadStore.setState({
    deleted: records.filter(({ id }) => ids.includes(id)),
    shown: shown.filter((id) => !ids.includes(id)),
  });
  setRecords(records.filter(({ id }) => !ids.includes(id)));
}

export function undoDelete(): void {
  const { records, deleted } = loadStore.getState();
  setRecords([...records, ...deleted].sort((one, other) => other.endedAt - one.endedAt));
  loadStore.setState({ deleted: [] });
}

/** The page is being left; a run that goes on is told about on return. */
export function noteLeaving(): void {
  loadStore.setState(({ activity }) => ({ wasLeft: activity.kind !== 'idle', deleted: [] }));
}
