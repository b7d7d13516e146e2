import type { RequestOptions } from '../protocol/inference.ts';

export const loadScenarios = [
  'single-stream',
  'server',
  'offline',
  'closed-loop',
  'spike',
  'find-peak',
] as const;
export const loadTargets = ['nearside', 'naive'] as const;

/** How requests come: MLPerf's single stream, server and offline, a fixed number of waiting users, a burst, or a search. */
export type LoadScenario = (typeof loadScenarios)[number];

/** `naive` is a page without a server: one worker, one run a request, no batching, no cache, no deadlines. */
export type LoadTarget = (typeof loadTargets)[number];

export interface LoadPlan {
  readonly model: string;
  readonly scenario: LoadScenario;
  readonly seconds: number;
  /** @default 'nearside' */
  readonly target?: LoadTarget;
  /** Requests a second; where a peak is searched, the rate to begin with. @default 10 */
  readonly rate?: number;
  /** Requests outstanding in a closed loop. @default 8 */
  readonly concurrency?: number;
  /** A request answered later than this after its intended start is not in time. @default none; 100 where a peak is searched */
  readonly sloMs?: number;
  /** Equal seeds give equal arrivals and inputs. @default 1 */
  readonly seed?: number;
  /** How many different inputs are drawn from. @default all differ */
  readonly distinctInputs?: number;
  /** For every request. @default deadlineMs: sloMs, cache: 'bypass' */
  readonly options?: RequestOptions;
}

export const defaultRate = 10;
export const defaultConcurrency = 8;
export const defaultSeed = 1;
/** What a search for the peak holds to when the plan names no SLO: an answer that feels immediate. */
export const defaultPeakSloMs = 100;

/** The SLO that a plan is measured by, if any. */
export function sloOf({ scenario, sloMs }: LoadPlan): number | undefined {
  return sloMs ?? (scenario === 'find-peak' ? defaultPeakSloMs : undefined);
}
