import { expect, test } from 'vitest';
import type { RouteChoice } from '../protocol/inference.ts';
import type { RoutingMode } from '../settings/settingsValue.ts';
import { refuseRoute } from './refuseRoute.ts';

const remote = { url: 'https://example.test' };

test.each<[RouteChoice | undefined, RoutingMode, boolean, string | undefined]>([
  [undefined, 'local-only', false, undefined],
  ['auto', 'prefer-remote', false, undefined],
  ['auto', 'fastest', false, undefined],
  ['local', 'remote-only', false, undefined],
  ['auto', 'remote-only', false, 'consent'],
  ['remote', 'local-only', false, 'consent'],
  ['remote', 'local-only', true, 'unsupported'],
])('route %s in mode %s with consent %s is refused with %s', (route, mode, remoteConsent, code) => {
  expect(refuseRoute(route, { mode, remote, remoteConsent })?.code).toBe(code);
});

test('without an endpoint there is nothing to agree to', () => {
  const error = refuseRoute('remote', { mode: 'local-only', remote: null, remoteConsent: true });
  expect(error?.code).toBe('consent');
});
