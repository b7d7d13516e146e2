import { createStore } from 'zustand/vanilla';
import type { Calibration } from '../../client/index.ts';
import { describeFailure, type Failure } from '../failure.ts';

/** A measurement of the ways to run a model. */
export type CalibrationRun =
  | { readonly kind: 'running' }
  /** `changed`: what differs by now from when it was measured. */
  | { readonly kind: 'done'; readonly calibration: Calibration; readonly changed: readonly string[] }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface ModelsState {
  readonly calibrations: Readonly<Record<string, CalibrationRun>>;
  /** What could not be done last, under the model's name. */
  readonly refusals: Readonly<Record<string, Failure>>;
}

/** Outlives the page that shows it: a calibration goes on while another page is looked at. */
export const modelsStore = createStore<ModelsState>()(() => ({ calibrations: {}, refusals: {} }));

/** Measures a model's ways to run; never rejects. */
export async function calibrate(model: string): Promise<void> {
  const keep = (run: CalibrationRun): void => {
    modelsStore.setState(({ calibrations }) => ({ calibrations: { ...calibrations, [model]: run } }));
  };
  if (modelsStore.getState().calibrations[model]?.kind === 'running') return;
  keep({ kind: 'running' });
  try {
    const nearside = await window.nearside;
    keep({ kind: 'done', calibration: await nearside.models.calibrate(model), changed: [] });
  } catch (error) {
    keep({ kind: 'failed', failure: describeFailure(error) });
  }
}

/** Shows the verdict that was kept, if there is one and nothing newer is known; never rejects. */
export async function showVerdict(model: string): Promise<void> {
  const isKnown = (): boolean => modelsStore.getState().calibrations[model] !== undefined;
  if (isKnown()) return;
  const verdict = await window.nearside.then(({ models }) => models.verdict(model)).catch(() => undefined);
  if (verdict === undefined || isKnown()) return;
  const { calibration, changed } = verdict;
  modelsStore.setState(({ calibrations }) => ({
    calibrations: { ...calibrations, [model]: { kind: 'done', calibration, changed } },
  }));
}

/** Does something with a model; what keeps it from being done is shown with the model. Never rejects. */
export async function act(model: string, run: () => Promise<unknown>): Promise<void> {
  forgetRefusal(model);
  try {
    await run();
  } catch (error) {
    modelsStore.setState(({ refusals }) => ({ refusals: { ...refusals, [model]: describeFailure(error) } }));
  }
}

function forgetRefusal(model: string): void {
  modelsStore.setState(({ refusals }) => ({
    refusals: Object.fromEntries(Object.entries(refusals).filter(([name]) => name !== model)),
  }));
}
