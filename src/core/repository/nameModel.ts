import { NearsideError } from '../errors.ts';

const longestName = 128;
// A name is a folder in Triton's repository and a part of a URL.
const hasForbidden = /[/\\?#%\p{Cc}]/u;

/**
 * The name of a model that is added: the one asked for, else the file's without its extension. Throws `bad-input` where there is neither,
 * or for one that could not be a folder's.
 */
export function nameModel(asked: string | undefined, fileName: string | undefined): string {
  const name = asked ?? (fileName === undefined ? undefined : withoutExtension(fileName));
  if (name === undefined || name === '') {
    throw new NearsideError('bad-input', 'Expected config.name for a model without a file name, got none.');
  }
  const isUsable =
    name.length <= longestName &&
    !hasForbidden.test(name) &&
    !/^\.+$/.test(name) &&
    !(name in {}) &&
    name.trim() === name;
  if (isUsable) return name;
  throw new NearsideError(
    'bad-input',
    `Expected a name of at most ${longestName} characters that can be a folder's, got ${JSON.stringify(name)}.`,
  );
}

/** The last part of a URL's path as a file name. */
export function fileNameOf(url: string): string {
  const path = new URL(url).pathname;
  const last = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

function withoutExtension(fileName: string): string {
  const last = fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
  const dot = last.lastIndexOf('.');
  return dot > 0 ? last.slice(0, dot) : last;
}
