import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf, NearsideError } from '../../src/core/errors.ts';
import type { RepositoryReader } from '../../src/core/ports.ts';

/** Reads a repository that is a folder. Rejects with `not-found` for a missing file, `model-load` for anything that is no JSON. */
export function createFileReader(folder: string): RepositoryReader {
  return {
    baseUrl: pathToFileURL(join(folder, '/')).href,
    readJson: async (path, signal) => {
      const file = join(folder, path);
      try {
        return JSON.parse(await readFile(file, { encoding: 'utf8', signal })) as unknown;
      } catch (error) {
        signal?.throwIfAborted();
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
          throw new NearsideError('not-found', `There is no file at ${file}.`);
        }
        throw new NearsideError('model-load', `${file}: expected JSON, got ${messageOf(error)}.`, {
          cause: error,
        });
      }
    },
  };
}
