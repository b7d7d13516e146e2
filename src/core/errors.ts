/** The closed set of reasons for which Nearside rejects. */
export type ErrorCode =
  | 'bad-input'
  | 'not-found'
  | 'unsupported'
  | 'queue-full'
  | 'deadline'
  | 'worker-lost'
  | 'model-load'
  | 'integrity'
  | 'storage'
  | 'remote'
  | 'consent'
  | 'closed';

const retryableCodes: ReadonlySet<ErrorCode> = new Set([
  'queue-full',
  'deadline',
  'worker-lost',
  'remote',
  'storage',
]);

/**
 * Every rejection of the public interface except an abort (which rejects with the signal's reason).
 * The message says what was expected and what came. `retryable` tells whether the same call may succeed later.
 */
export class NearsideError extends Error {
  override readonly name = 'NearsideError';
  readonly code: ErrorCode;
  readonly retryable: boolean;

  constructor(
    code: ErrorCode,
    message: string,
    { cause, retryable }: { cause?: unknown; retryable?: boolean } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.retryable = retryable ?? retryableCodes.has(code);
  }
}

/** An error as it crosses a worker boundary: structured clone drops `code` and the class. */
export interface EncodedError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
  readonly causeMessage?: string;
}

/** Inverse of {@link decodeError}. Anything that is no NearsideError becomes `fallbackCode`. */
export function encodeError(error: unknown, fallbackCode: ErrorCode = 'worker-lost'): EncodedError {
  const known = toNearsideError(error, fallbackCode);
  const { cause } = known;
  return {
    code: known.code,
    message: known.message,
    retryable: known.retryable,
    ...(cause === undefined ? {} : { causeMessage: messageOf(cause) }),
  };
}

/** Inverse of {@link encodeError}. */
export function decodeError(encoded: EncodedError): NearsideError {
  const { causeMessage } = encoded;
  return new NearsideError(encoded.code, encoded.message, {
    retryable: encoded.retryable,
    ...(causeMessage === undefined ? {} : { cause: new Error(causeMessage) }),
  });
}

/** Keeps a NearsideError as it is and wraps anything else with `fallbackCode`. */
export function toNearsideError(error: unknown, fallbackCode: ErrorCode): NearsideError {
  return error instanceof NearsideError
    ? error
    : new NearsideError(fallbackCode, messageOf(error), { cause: error });
}

/** A readable sentence for any thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
