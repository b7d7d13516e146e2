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

/** What became of a request that `queue-full` or `deadline` ended, where Nearside's own queue knows. */
export type Refusal =
  /** As many rows of its priority waited as may. */
  | 'full'
  /** It was predicted to be answered too late, and refused when it came. */
  | 'predicted-late'
  /** It waited, and a higher priority took its place in a full queue. */
  | 'preempted'
  /** It waited, and even the next batch would have ended too late. */
  | 'dropped'
  /** Its deadline passed. */
  | 'expired';

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
  /** Says more of `queue-full` and `deadline`; undefined with other codes. */
  readonly refusal: Refusal | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    {
      cause,
      retryable,
      refusal,
    }: { cause?: unknown; retryable?: boolean; refusal?: Refusal | undefined } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.refusal = refusal;
    this.retryable = retryable ?? retryableCodes.has(code);
  }
}

/** An error as it crosses a worker boundary: structured clone drops `code` and the class. */
export interface EncodedError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
  readonly causeMessage?: string;
  readonly refusal?: Refusal;
}

/** Inverse of {@link decodeError}. Anything that is no NearsideError becomes `fallbackCode`. */
export function encodeError(error: unknown, fallbackCode: ErrorCode = 'worker-lost'): EncodedError {
  const known = toNearsideError(error, fallbackCode);
  const { cause, refusal } = known;
  return {
    code: known.code,
    message: known.message,
    retryable: known.retryable,
    ...(cause === undefined ? {} : { causeMessage: messageOf(cause) }),
    ...(refusal === undefined ? {} : { refusal }),
  };
}

/** Inverse of {@link encodeError}. */
export function decodeError(encoded: EncodedError): NearsideError {
  const { causeMessage, retryable, refusal } = encoded;
  return new NearsideError(encoded.code, encoded.message, {
    retryable,
    refusal,
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
