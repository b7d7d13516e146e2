import { NearsideError } from '../errors.ts';

/** Whose message is at fault: a caller's request or a server's response. */
export type MessageSide = 'request' | 'response';

/** `bad-input` for a request, `remote` for a response, saying what was expected and what came. */
export function messageFault(
  side: MessageSide,
  subject: string,
  expected: string,
  came: string,
): NearsideError {
  return new NearsideError(
    side === 'request' ? 'bad-input' : 'remote',
    `${subject}: expected ${expected}, got ${came}.`,
  );
}

const maxShown = 60;

/** A value for a message, cut where it is long. */
export function showValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value);
  return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
}
