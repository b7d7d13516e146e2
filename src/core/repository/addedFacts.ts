import { NearsideError } from '../errors.ts';
import type { AddOptions } from './addOptions.ts';
import type { BatchSafety } from './modelStatus.ts';
import type { KeptFile } from './modelTrial.ts';
import type { SamplePlan } from './samplePlan.ts';

/** What the trial of a model found out that its instances go by, and what a person said of it. */
export interface AddedFacts {
  /** What was said when it was added and since; everything else in its `model.json` was found out. */
  readonly said?: AddOptions;
  readonly batching: BatchSafety;
  readonly sample: SamplePlan;
  readonly unfetchable: readonly string[];
  /** What runs instead of the file as it was added. */
  readonly unlocked?: KeptFile;
  readonly external: readonly (KeptFile & { readonly name: string })[];
}

const verdicts: readonly BatchSafety[] = ['independent', 'coupled', 'fixed'];

/** Facts are written by this program alone; what another version of it left may be of another form. Throws `model-load`. */
export function parseAddedFacts(json: unknown): AddedFacts {
  const { batching, sample, unfetchable, external } = json as Partial<AddedFacts>;
  const isRight =
    verdicts.includes(batching as BatchSafety) &&
    ['none', 'made'].includes(sample?.kind as string) &&
    Array.isArray(unfetchable) &&
    Array.isArray(external);
  if (isRight) return json as AddedFacts;
  throw new NearsideError(
    'model-load',
    'model.json: added: expected what a trial found, got something else.',
  );
}
