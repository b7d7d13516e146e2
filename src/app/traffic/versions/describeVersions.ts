import type { RoutingMode, VersionPolicy } from '../../../client/index.ts';
import type { ModelVersions, VersionRow } from './modelVersions.ts';

/** Which versions may serve, in words. */
export function describePolicy(policy: VersionPolicy): string {
  switch (policy.kind) {
    case 'all':
      return 'every version may serve';
    case 'latest':
      return policy.count === 1
        ? 'only the highest version may serve'
        : `only the highest ${String(policy.count)} versions may serve`;
    case 'specific':
      return `only version ${policy.versions.join(', ')} may serve`;
  }
}

/** What a request that names the version gets on this device. */
export function describeNamed({ version, status, isExcluded }: VersionRow): string {
  if (version === '') return 'the endpoint did not say which';
  if (isExcluded) return 'who names it is refused: not-found';
  switch (status?.state) {
    case undefined:
      return 'who names it is refused by this device';
    case 'serving':
    case 'warm':
    case 'draining':
      return 'who names it is answered at once';
    case 'loading':
      return 'who names it waits until it is loaded';
    case 'available':
      return 'loaded for who names it';
    case 'failed':
      return 'tried again for who names it';
  }
}

/** How far the endpoint and this device agree on a model. */
export function describeAgreement(
  { model: { defaultVersion }, described }: Pick<ModelVersions, 'model' | 'described'>,
  mode: RoutingMode | undefined,
): string {
  if (described.kind === 'failed') return `The endpoint did not describe it: ${described.message}`;
  if (described.kind === 'unknown')
    return mode === 'local-only'
      ? 'The endpoint has not been asked: requests stay on this device.'
      : 'The endpoint has not been asked yet.';
  const { versions, differences } = described;
  if (differences === undefined) return 'Inputs and outputs are known on one side alone.';
  if (differences.length > 0) return 'The endpoint has another model by this name: nothing is sent there.';
  if (versions.length === 0) return 'The same inputs and outputs at the endpoint, which lists no versions.';
  const isThere = defaultVersion === undefined || versions.includes(defaultVersion);
  return isThere
    ? 'The same inputs and outputs at the endpoint.'
    : `The same inputs and outputs at the endpoint, but not version ${defaultVersion}: it answers by another.`;
}

/** Whether the endpoint has the version, for a request that names it. */
export function describeThere({ isThere }: VersionRow, { described }: ModelVersions): string {
  if (described.kind === 'unknown') return 'not asked';
  if (described.kind === 'failed') return 'unknown';
  if (isThere === undefined) return 'lists none';
  return isThere ? 'listed' : 'not listed';
}
