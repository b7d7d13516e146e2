import { NearsideError, type ErrorCode } from '../errors.ts';
import { isFields } from './splitMessage.ts';

const statuses: Partial<Record<ErrorCode, number>> = {
  'bad-input': 400,
  'not-found': 404,
  unsupported: 501,
  'queue-full': 503,
  deadline: 503,
};

/** The HTTP status under which an error leaves a server. */
export function statusOfError(code: ErrorCode): number {
  return statuses[code] ?? 500;
}

const longestReason = 500;

/**
 * A remote endpoint's refusal as an error of ours: 400, 413 and 422 are about the request (`bad-input`), 404 is `not-found`, 501
 * `unsupported`, everything else a failing endpoint (`remote`). The reason is taken from `{"error"}` or `{"detail"}`, whatever the
 * content type, else from the text itself.
 */
export function errorOfStatus(status: number, body: string): NearsideError {
  const message = `The remote endpoint answered ${status}: ${readReason(body).slice(0, longestReason)}`;
  if (status === 400 || status === 413 || status === 422) return new NearsideError('bad-input', message);
  if (status === 404) return new NearsideError('not-found', message);
  if (status === 501) return new NearsideError('unsupported', message);
  return new NearsideError('remote', message);
}

function readReason(body: string): string {
  try {
    const json: unknown = JSON.parse(body);
    const reason = isFields(json) ? (json['error'] ?? json['detail']) : undefined;
    if (reason !== undefined) return typeof reason === 'string' ? reason : JSON.stringify(reason);
  } catch {
    // Not every server words its refusals in JSON.
  }
  return body.trim() === '' ? 'no reason' : body;
}
