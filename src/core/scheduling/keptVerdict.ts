import type { Calibration } from './calibration.ts';

/** What a verdict depends on besides the bytes of the model. */
export interface Surroundings {
  /** Version of the runtime. */
  readonly runtime: string;
  readonly browser: string;
  /** The WebGPU adapter; empty where there is none. */
  readonly adapter: string;
  readonly isIsolated: boolean;
  readonly cores: number;
}

/** A calibration as it is kept over visits. */
export interface StoredVerdict {
  readonly calibration: Calibration;
  readonly surroundings: Surroundings;
  /** Milliseconds since 1970. */
  readonly measuredAt: number;
}

/** A kept calibration, and what has changed since it was made: it rules only while nothing has. */
export interface Verdict extends StoredVerdict {
  readonly changed: readonly string[];
}

const words: { readonly [Key in keyof Surroundings]: string } = {
  runtime: 'the runtime',
  browser: 'the browser',
  adapter: 'the graphics adapter',
  isIsolated: 'the isolation of the page',
  cores: 'the number of cores',
};

/** What of the surroundings is another now, in words. */
export function listChanges(then: Surroundings, now: Surroundings): readonly string[] {
  return (Object.keys(words) as (keyof Surroundings)[])
    .filter((key) => then[key] !== now[key])
    .map((key) => words[key]);
}
