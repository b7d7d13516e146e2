import { NearsideError } from '../core/errors.ts';
import type { RepositoryReader } from '../core/ports.ts';
import type { ModelConfig } from '../core/repository/modelConfig.ts';
import type { openText } from './openText.ts';
import type { TextModel, TokensPreprocessing } from './textModel.ts';

// Instances that are added, threads that change and versions all ask again; the tokenizer stays the same.
const opened = new WeakMap<TokensPreprocessing, Promise<TextModel>>();

/**
 * Reads the tokenizer of a model that has one, once; a failure is not kept. Rejects with `not-found` or `model-load` naming the file.
 * What deals with tokens comes with the first such model, so that engines without one never load it.
 */
export async function loadText(
  { name, preprocessing }: Pick<ModelConfig, 'name' | 'preprocessing'>,
  reader: RepositoryReader,
): Promise<TextModel | undefined> {
  if (preprocessing?.kind !== 'tokens') return undefined;
  const known = opened.get(preprocessing) ?? open(name, preprocessing, reader);
  opened.set(preprocessing, known);
  try {
    return await known;
  } catch (error) {
    opened.delete(preprocessing);
    throw error;
  }
}

async function open(
  name: string,
  preprocessing: TokensPreprocessing,
  reader: RepositoryReader,
): Promise<TextModel> {
  const tokens = await importTokens();
  return await tokens.openText(name, preprocessing, reader);
}

async function importTokens(): Promise<{ readonly openText: typeof openText }> {
  try {
    return await import('./openText.ts');
  } catch (cause) {
    const message = 'What cuts texts into tokens could not be loaded.';
    throw new NearsideError('model-load', message, { cause, retryable: true });
  }
}
