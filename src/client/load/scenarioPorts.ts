import type { LoadPlan, LoadScenario } from '../../core/load/loadPlan.ts';
import type { RequestDriver } from './requestDriver.ts';

/** A plan of one run, which a search makes many of. */
export type PhasePlan = LoadPlan & { readonly scenario: Exclude<LoadScenario, 'find-peak'> };

/** The engine may refuse above 4,096 outstanding rows; half of it leaves room for others. */
export const maxOutstandingRows = 2048;

export interface ScenarioPorts {
  /** The driver of the run proper, made when it begins. */
  readonly begin: () => RequestDriver;
  /** One whose requests are not part of the report. */
  readonly beginUncounted: () => RequestDriver;
  readonly rowsPerRequest: number;
  readonly signal: AbortSignal;
}
