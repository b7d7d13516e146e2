import type { TensorSpec } from '../protocol/tensor.ts';
import type { Preprocessing } from '../repository/modelConfig.ts';
import { tokenRoleOf } from './tokenInput.ts';

const tokenizerFile = 'tokenizer.json';
const configFile = 'config.json';

/** The pre-processing of a model that came with these files; undefined where they or its inputs are not those of a text model. */
export function tokensPreprocessing(
  files: Iterable<string>,
  inputs: readonly TensorSpec[],
): (Preprocessing & { readonly kind: 'tokens' }) | undefined {
  const names = new Set(files);
  if (!names.has(tokenizerFile) || !inputs.some((spec) => tokenRoleOf(spec) === 'ids')) return undefined;
  return {
    kind: 'tokens',
    version: 1,
    tokenizer: tokenizerFile,
    ...(names.has(configFile) ? { config: configFile } : {}),
  };
}
