import type { ErrorCode } from '../client/index.ts';
import type { EncodedFailure } from './protocol/widgetMessages.ts';

/** The same shape as the client's errors without its code: `widget.js` is small because it holds nothing of the client. */
export class WidgetError extends Error {
  override readonly name = 'NearsideError';
  readonly code: ErrorCode;
  readonly retryable: boolean;

  constructor({ code, message, retryable }: EncodedFailure) {
    super(message);
    this.code = code as ErrorCode;
    this.retryable = retryable;
  }
}

export function makeError(failure: EncodedFailure): WidgetError {
  return new WidgetError(failure);
}

/** Keeps an error that has a code; anything else that was thrown becomes `model-load`. */
export function toWidgetError(error: unknown): WidgetError {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return error as WidgetError;
  }
  const message = error instanceof Error ? error.message : String(error);
  return makeError({ code: 'model-load', message, retryable: true });
}
