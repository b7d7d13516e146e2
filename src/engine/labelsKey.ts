import type { Deployment } from './deployment.ts';

/** Names the label list of a deployment in messages. */
export function labelsKeyOf({ config, version }: Deployment): string {
  return `${config.name}@${version.version}`;
}
