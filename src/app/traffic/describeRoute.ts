import type { ModelRouting } from '../../client/index.ts';

type Routed = Pick<ModelRouting, 'mode' | 'remote'>;

/** Where the next request for a model would go, and what stands in its way. */
export function describeRoute({ mode, remote }: Routed): string {
  if (mode === 'local-only') return 'answered here';
  const isOpen = remote.kind === 'open';
  if (mode === 'remote-only') return isOpen ? 'answered by the endpoint' : `fails: ${remote.message}`;
  if (!isOpen) return `answered here: ${remote.message}`;
  if (mode === 'prefer-remote') return 'answered by the endpoint, else here';
  return mode === 'prefer-local' ? 'answered here, else by the endpoint' : 'answered where it is faster';
}
