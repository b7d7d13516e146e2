import type { InstanceReport } from '../core/ports.ts';
import type { ModelConfig, Preprocessing } from '../core/repository/modelConfig.ts';
import type { TokenLayout } from '../core/tokens/tokenLayout.ts';
import type { ServedText } from './servedText.ts';

/** A text model's files, read. */
export interface TextModel {
  readonly layout: TokenLayout;
  /** What serves its texts, by the session that was just started. */
  serve(config: ModelConfig, report: InstanceReport): ServedText;
}

export type TokensPreprocessing = Preprocessing & { readonly kind: 'tokens' };
