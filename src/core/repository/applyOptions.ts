import { NearsideError } from '../errors.ts';
import { checkAddOptions, type AddOptions } from './addOptions.ts';

/** What was said of a model with a change: keys that are left out stay, null takes one back. Throws `bad-input` naming the field. */
export function applyOptions(said: AddOptions, change: unknown): AddOptions {
  const checked = checkAddOptions(change);
  if (checked.name !== undefined) {
    throw new NearsideError('bad-input', 'name: expected none, for a model keeps its name.');
  }
  const given = Object.entries((change ?? {}) as Readonly<Record<string, unknown>>);
  const taken = new Set(given.flatMap(([key, value]) => (value === null ? [key] : [])));
  const kept = Object.entries(said).filter(([key]) => !taken.has(key));
  return { ...Object.fromEntries(kept), ...checked };
}
