import type { RepositoryReader } from '../core/ports.ts';
import { readTextFacts } from '../core/tokens/readTextFacts.ts';
import { createTokenizer } from '../platform/tokens/createTokenizer.ts';
import { ServedText } from './servedText.ts';
import type { TextModel, TokensPreprocessing } from './textModel.ts';

/** Reads the files of a text model and makes its tokenizer. */
export async function openText(
  name: string,
  { tokenizer, config, maxTokens }: TokensPreprocessing,
  reader: RepositoryReader,
): Promise<TextModel> {
  const [json, said] = await Promise.all([
    reader.readJson(`${name}/${tokenizer}`),
    config === undefined ? undefined : reader.readJson(`${name}/${config}`),
  ]);
  const made = createTokenizer(json);
  const facts = readTextFacts(json, said, maxTokens);
  return {
    layout: facts.layout,
    serve: (stated, report) => new ServedText({ tokenizer: made, facts }, stated, report),
  };
}
