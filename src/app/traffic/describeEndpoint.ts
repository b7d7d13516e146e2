import type { EndpointStatus } from '../../client/index.ts';

const forms: Readonly<Record<EndpointStatus['form'], string>> = {
  unknown: '',
  binary: ', binary tensors',
  json: ', JSON tensors',
};

/** How the endpoint does, in a few words. */
export function describeEndpoint({ state, form, failure }: EndpointStatus): string {
  if (state === 'unknown') return 'not asked yet';
  if (state === 'answering') return `answering${forms[form]}`;
  return failure === undefined ? 'failing' : `failing: ${failure}`;
}
