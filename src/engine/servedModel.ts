import type { InstanceReport } from '../core/ports.ts';
import type { ModelConfig } from '../core/repository/modelConfig.ts';
import type { AnswerLead } from './clientMessages.ts';
import type { TextReader } from './textReader.ts';

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
  readonly text?: TextReader | undefined;
}
