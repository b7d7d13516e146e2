import { NearsideError } from '../core/errors.ts';
import type { RepositoryReader } from '../core/ports.ts';

/** The names of the models in `index.json`; rejects with a typed error. */
export async function listRepository(reader: RepositoryReader): Promise<readonly string[]> {
  const index = await reader.readJson('index.json');
  const models = (index as { readonly models?: unknown } | null)?.models;
  if (Array.isArray(models) && models.every((name) => typeof name === 'string')) return models;
  throw new NearsideError(
    'model-load',
    `index.json: expected {"models": [name]}, got ${JSON.stringify(index)}.`,
  );
}
