import type { EncodedError } from '../core/errors.ts';
import type { DrainGate } from './drainGate.ts';
import type { EngineRequest } from './engineRequest.ts';
import type { ServedModel } from './servedModel.ts';

/** Whatever takes prepared requests and sees to their answers. */
export interface RequestTarget extends ServedModel {
  /** Says why a request that is about to be prepared would not be taken, if so. */
  refusalOf(request: EngineRequest): EncodedError | undefined;
  /** Sees to a prepared request; call {@link pump} once all that arrived together are in. */
  submit(request: EngineRequest): void;
  /** Gives work to whatever can take some. */
  pump(): void;
  /** Pumps once everything that came together is in. */
  pumpSoon(): void;
  /** Kept open while something is on its way to it. */
  readonly gate: Pick<DrainGate, 'retain'>;
  /** What answers first, where that is not the target itself. */
  readonly primary?: ServedModel;
  /** What else could answer the same request: cached results of these count too. */
  readonly others?: readonly ServedModel[];
  /** Distinguishes requests that ask the same but may be answered by others; absent for a deployment. */
  readonly scope?: string;
}
