import { NearsideError } from '../errors.ts';
import { expectedVersionPolicy, readVersionPolicy, type VersionPolicy } from '../repository/versionPolicy.ts';
import { showValue } from '../showValue.ts';

/** Version policies by model; throws `bad-input`. */
export function checkVersions(value: unknown): Readonly<Record<string, VersionPolicy>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong('versions', 'an object by model', value);
  return Object.fromEntries(
    Object.entries(value).map(([model, choice]) => {
      const policy = readVersionPolicy(choice);
      if (policy === undefined) throw wrong(`versions.${model}`, expectedVersionPolicy, choice);
      return [model, policy];
    }),
  );
}

/** Names of models; throws `bad-input`. */
export function checkPinned(value: unknown): readonly string[] {
  if (Array.isArray(value) && value.every((name) => typeof name === 'string' && name !== ''))
    return [...new Set(value as readonly string[])];
  throw wrong('pinned', 'a list of names of models', value);
}

/** Bytes, or null for a share of the device's memory; throws `bad-input`. */
export function checkMemoryBudget(value: unknown): number | null {
  if (value === null || (Number.isSafeInteger(value) && (value as number) > 0)) return value as number | null;
  throw wrong('memoryBudgetBytes', 'null or a positive whole number of bytes', value);
}

function wrong(path: string, expected: string, came: unknown): NearsideError {
  return new NearsideError('bad-input', `${path}: expected ${expected}, got ${showValue(came)}.`);
}
