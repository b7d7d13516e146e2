import { messageOf, NearsideError } from '../core/errors.ts';
import type { RepositoryReader } from '../core/ports.ts';
import { addedScheme, type AddedModel } from '../core/repository/addedModel.ts';

/**
 * A repository of one model that was added: its `model.json` and the files beside it, by plain name.
 *
 * @param current The model as it is kept now.
 * @param unkept Blobs by digest of bytes that the device's store did not take.
 */
export function createAddedReader(
  current: () => AddedModel,
  unkept: Readonly<Record<string, object>> = {},
): RepositoryReader {
  const { name, files, urls } = current();
  const prefix = `${name}/`;
  return {
    baseUrl: `${addedScheme}${encodeURIComponent(name)}/`,
    readJson: async (path) => {
      const plain = path.startsWith(prefix) ? path.slice(prefix.length) : path;
      if (plain === 'model.json') return current().description;
      const blob = Object.hasOwn(files, plain) ? (files[plain] as Blob) : undefined;
      if (blob === undefined)
        throw new NearsideError('not-found', `"${name}" was added without a file ${JSON.stringify(plain)}.`);
      try {
        return JSON.parse(await blob.text()) as unknown;
      } catch (error) {
        const message = `${path}: expected JSON, got ${messageOf(error)}.`;
        throw new NearsideError('model-load', message, { cause: error });
      }
    },
    locate: (sha256) => {
      const blob = unkept[sha256];
      return { url: urls[sha256] ?? `${addedScheme}"${name}"`, ...(blob === undefined ? {} : { blob }) };
    },
  };
}
