import type { RoutingMode, RoutingStatus, SettingsValue } from '../../client/index.ts';

interface ModeRemark {
  readonly kind: 'hint' | 'warning';
  readonly text: string;
}

/** What the chosen modes come to that is not to be expected: an endpoint that cannot be asked, or one that is not. */
export function remarkOnModes(
  { mode, modes }: Pick<SettingsValue, 'mode' | 'modes'>,
  endpoint: RoutingStatus['endpoint'],
): ModeRemark | undefined {
  const chosen = new Set<RoutingMode>([mode, ...Object.values(modes)]);
  const isLocal = chosen.size === 1 && mode === 'local-only';
  if (endpoint?.hasConsent === true) {
    return isLocal
      ? { kind: 'hint', text: 'You agreed to an endpoint, and in this mode it is asked nothing.' }
      : undefined;
  }
  const missing = endpoint === null ? 'there is an endpoint and you agree' : 'you agree';
  if (chosen.has('remote-only'))
    return {
      kind: 'warning',
      text: `Until ${missing} to send inputs there, “Endpoint only” answers nothing.`,
    };
  return isLocal
    ? undefined
    : { kind: 'hint', text: `Until ${missing} to send inputs there, this device answers everything.` };
}
