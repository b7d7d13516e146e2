/** Which versions of a model may serve: the highest few, all, or these. */
export type VersionPolicy =
  | { readonly kind: 'latest'; readonly count: number }
  | { readonly kind: 'all' }
  | { readonly kind: 'specific'; readonly versions: readonly string[] };

/** Without a policy every version may be asked for: only what is asked for is loaded. */
export const defaultVersionPolicy: VersionPolicy = { kind: 'all' };

export const expectedVersionPolicy =
  '{"kind": "all"}, {"kind": "latest", "count": n} or {"kind": "specific", "versions": [numbers as texts]}';

/** The versions that a policy allows, the highest number first, whatever order they come in. */
export function allowVersions(versions: readonly string[], policy: VersionPolicy): readonly string[] {
  const falling = versions.toSorted((left, right) => Number(right) - Number(left));
  if (policy.kind === 'latest') return falling.slice(0, policy.count);
  return policy.kind === 'all' ? falling : falling.filter((version) => policy.versions.includes(version));
}

/** Undefined for what is no policy. */
export function readVersionPolicy(value: unknown): VersionPolicy | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, count, versions } = value as Readonly<Record<string, unknown>>;
  if (kind === 'all') return { kind };
  if (kind === 'latest')
    return Number.isSafeInteger(count) && (count as number) > 0
      ? { kind, count: count as number }
      : undefined;
  if (kind !== 'specific' || !Array.isArray(versions)) return undefined;
  const texts = versions.map(String);
  return texts.length > 0 && texts.every((text) => /^[0-9]+$/.test(text))
    ? { kind, versions: texts }
    : undefined;
}
