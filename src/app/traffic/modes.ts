import type { RoutingMode } from '../../client/index.ts';

/** The modes in the order of the choices. */
export const modes: readonly {
  readonly value: RoutingMode;
  readonly title: string;
  readonly meaning: string;
}[] = [
  {
    value: 'local-only',
    title: 'This device only',
    meaning: 'Nothing goes to the endpoint unless a request asks for it by name.',
  },
  {
    value: 'prefer-local',
    title: 'This device first',
    meaning: 'The endpoint answers what this device cannot, or not in time.',
  },
  {
    value: 'prefer-remote',
    title: 'Endpoint first',
    meaning: 'This device answers whenever the endpoint fails, is too slow or is away.',
  },
  {
    value: 'remote-only',
    title: 'Endpoint only',
    meaning: 'What the endpoint does not answer fails.',
  },
  {
    value: 'fastest',
    title: 'Whichever is faster',
    meaning: 'Each request goes where it is predicted to be answered first.',
  },
];

export function titleOfMode(mode: RoutingMode): string {
  return modes.find(({ value }) => value === mode)?.title ?? mode;
}
