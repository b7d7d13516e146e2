import { messageFault, showValue } from './messageFault.ts';
import type { WireOptions } from './inference.ts';
import type { ProtocolRequest } from './protocolMessage.ts';

const microsecondsPerMs = 1000;

/**
 * The protocol's reserved parameters as options: `priority` 1 (highest) to 3, `timeout` in microseconds; 0 means the default.
 * Throws `bad-input` for other values.
 */
export function readRequestOptions(parameters: ProtocolRequest['parameters'] = {}): WireOptions {
  const { priority = 0, timeout = 0 } = parameters;
  if (![0, 1, 2, 3].includes(priority as number)) {
    throw messageFault('request', 'priority', '1, 2 or 3, or 0 for the default', showValue(priority));
  }
  if (typeof timeout !== 'number' || !(timeout >= 0)) {
    throw messageFault(
      'request',
      'timeout',
      'microseconds as a number that is not negative',
      showValue(timeout),
    );
  }
  return {
    ...(priority === 0 ? {} : { priority: priority as number }),
    ...(timeout === 0 ? {} : { deadlineMs: timeout / microsecondsPerMs }),
  };
}
