import type { ModelConfig, Preprocessing } from '../core/repository/modelConfig.ts';
import type { TokenLayout } from '../core/tokens/tokenLayout.ts';
import type { ServedText, TextReport } from './servedText.ts';

/** A text model's files, read. */
export interface TextModel {
  readonly layout: TokenLayout;
  /** What serves its texts, by the session or the endpoint that answers. */
  serve(config: ModelConfig, report: TextReport): ServedText;
}

export type TokensPreprocessing = Preprocessing & { readonly kind: 'tokens' };
