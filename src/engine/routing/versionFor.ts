import { NearsideError } from '../../core/errors.ts';

/** A version goes in the path only where the endpoint lists it; servers that list none refuse such paths. */
export function versionFor(
  version: string | undefined,
  model: string,
  versions: readonly string[] = [],
): { readonly version?: string } {
  if (version === undefined || versions.length === 0) return {};
  if (versions.includes(version)) return { version };
  const message = `The endpoint has the versions ${versions.join(', ')} of "${model}", got ${JSON.stringify(version)}.`;
  throw new NearsideError('not-found', message);
}
