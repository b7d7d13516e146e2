import { expect, test } from 'vitest';
import type { EndpointStatus, RoutingMode } from '../../client/index.ts';
import { remarkOnModes } from './remarkOnModes.ts';

const endpointWith = (hasConsent: boolean) => ({ hasConsent }) as EndpointStatus;

test.each<[RoutingMode, EndpointStatus | null, string | undefined]>([
  ['local-only', null, undefined],
  ['local-only', endpointWith(false), undefined],
  ['local-only', endpointWith(true), 'asked nothing'],
  ['prefer-remote', null, 'there is an endpoint and you agree to send inputs there, this device answers'],
  ['fastest', endpointWith(false), 'Until you agree to send inputs there, this device answers'],
  ['remote-only', endpointWith(false), 'answers nothing'],
  ['remote-only', endpointWith(true), undefined],
])('%s with %j', (mode, endpoint, words) => {
  const remark = remarkOnModes({ mode, modes: {} }, endpoint);
  if (words === undefined) expect(remark).toBeUndefined();
  else expect(remark?.text).toContain(words);
});

test('one model that the endpoint alone may answer is enough for a warning, and one that it may for none', () => {
  expect(remarkOnModes({ mode: 'local-only', modes: { a: 'remote-only' } }, null)?.kind).toBe('warning');
  const modes = { a: 'prefer-local' } as const;
  expect(remarkOnModes({ mode: 'local-only', modes }, endpointWith(true))).toBeUndefined();
});
