import { NearsideError } from '../core/errors.ts';
import type { RepositoryReader } from '../core/ports.ts';
import type { ModelConfig, Preprocessing } from '../core/repository/modelConfig.ts';
import { readTextFacts, type TextFacts } from '../core/tokens/readTextFacts.ts';
import type { TextTokenizer } from '../core/tokens/textTokenizer.ts';

/** A text model's files, read. */
export interface TextModel {
  readonly tokenizer: TextTokenizer;
  readonly facts: TextFacts;
}

type Tokens = Preprocessing & { readonly kind: 'tokens' };

// Instances that are added, threads that change and versions all ask again; the tokenizer stays the same.
const opened = new WeakMap<Tokens, Promise<TextModel>>();

/**
 * Reads the tokenizer of a model that has one, once; a failure is not kept. Rejects with `not-found` or `model-load` naming the file.
 * The library comes with the first such model, so that engines without one never load it.
 */
export async function loadTextModel(
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

async function open(name: string, preprocessing: Tokens, reader: RepositoryReader): Promise<TextModel> {
  const { tokenizer, config, maxTokens } = preprocessing;
  const [json, said, library] = await Promise.all([
    reader.readJson(`${name}/${tokenizer}`),
    config === undefined ? undefined : reader.readJson(`${name}/${config}`),
    importLibrary(),
  ]);
  return { tokenizer: library.createTokenizer(json), facts: readTextFacts(json, said, maxTokens) };
}

async function importLibrary(): Promise<{ readonly createTokenizer: (json: unknown) => TextTokenizer }> {
  try {
    return await import('../platform/tokens/createTokenizer.ts');
  } catch (cause) {
    const message = 'The tokenizer library could not be loaded.';
    throw new NearsideError('model-load', message, { cause, retryable: true });
  }
}
