import type { InstanceReport } from '../core/ports.ts';
import type { ModelConfig } from '../core/repository/modelConfig.ts';
import type { TextHead } from '../core/tokens/chooseTextHead.ts';
import type { AnswerLead } from './clientMessages.ts';
import type { Deployment } from './deployment.ts';
import type { DrainGate } from './drainGate.ts';
import type { TextReader } from './engineRequest.ts';

/** What an answer or a cached result says of whatever made it: a loaded version of a model, or the endpoint's. */
export interface ServedModel {
  readonly config: ModelConfig;
  readonly version: { readonly version: string };
  readonly spec: { readonly variant: string; readonly file: { readonly sha256: string } };
  readonly report: Pick<InstanceReport, 'inputs' | 'outputs' | 'batching' | 'unfetchable'> & {
    readonly backend: string;
  };
  readonly lead: AnswerLead;
  readonly isClassifier: boolean;
  /** Of a model that takes texts by a tokenizer of its own. */
  readonly text?:
    (TextReader & { readonly head: TextHead; readonly outputs: readonly number[] | undefined }) | undefined;
}

/** Whatever takes prepared requests and sees to their answers. */
export interface RequestTarget
  extends ServedModel, Pick<Deployment, 'refusalOf' | 'submit' | 'pump' | 'pumpSoon'> {
  /** Kept open while something is on its way to it. */
  readonly gate: Pick<DrainGate, 'retain'>;
  /** What answers first, where that is not the target itself. */
  readonly primary?: ServedModel;
  /** What else could answer the same request: cached results of these count too. */
  readonly others?: readonly ServedModel[];
  /** Distinguishes requests that ask the same but may be answered by others; absent for a deployment. */
  readonly scope?: string;
}
