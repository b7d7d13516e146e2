import { NearsideError } from '../core/errors.ts';
import type { RepositoryReader } from '../core/ports.ts';

/** The names that a repository's `index.json` lists. */
export async function readModelNames(reader: RepositoryReader): Promise<readonly string[]> {
  const index = await reader.readJson('index.json');
  const models = (index as { readonly models?: unknown } | null)?.models;
  if (Array.isArray(models) && models.every((name) => typeof name === 'string')) return models;
  throw new NearsideError(
    'model-load',
    `index.json: expected {"models": [name]}, got ${JSON.stringify(index)}.`,
  );
}
