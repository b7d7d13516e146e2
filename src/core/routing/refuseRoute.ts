import { NearsideError } from '../errors.ts';
import type { RouteChoice } from '../protocol/inference.ts';
import type { SettingsValue } from '../settings/settingsValue.ts';

/**
 * Why a request may not take the way that it or the settings ask for; undefined when it may. Nothing leaves the device before the
 * person has agreed, so a request that only a remote endpoint may answer is refused with `consent`.
 */
export function refuseRoute(
  route: RouteChoice | undefined,
  { mode, remote, remoteConsent }: Pick<SettingsValue, 'mode' | 'remote' | 'remoteConsent'>,
): NearsideError | undefined {
  const isRemoteOnly = route === 'remote' || (route !== 'local' && mode === 'remote-only');
  if (!isRemoteOnly) return undefined;
  if (remote === null || !remoteConsent) {
    const where = remote === null ? 'a remote endpoint, and none is set' : remote.url;
    return new NearsideError('consent', `Expected consent to send inputs to ${where}, got none.`);
  }
  return new NearsideError('unsupported', 'Expected a local route: remote endpoints are not served yet.');
}
