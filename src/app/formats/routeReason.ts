import type { RouteReason } from '../../client/index.ts';

const words: Readonly<Record<RouteReason, string>> = {
  asked: 'the request asked for it',
  mode: 'the mode says so',
  faster: 'predicted to be faster',
  'queue-full': 'the queue was full',
  deadline: 'too late for the deadline otherwise',
  unsupported: 'the other side does not serve it in this form',
  'model-missing': 'the other side lacks the model',
  'worker-lost': 'a worker was lost',
  'breaker-open': 'the endpoint failed too often lately',
  'remote-error': 'the endpoint failed',
  'remote-timeout': 'the endpoint took too long',
  offline: 'this device is offline',
  'no-consent': 'no consent to send inputs',
};

/** Why a request took its route, in words. */
export function routeReason(reason: RouteReason): string {
  return words[reason];
}
