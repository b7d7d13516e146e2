import { NearsideError, type ErrorCode } from '../errors.ts';

/** What went wrong with a call to an endpoint, as far as the caller could see. */
export type RemoteFault =
  | { readonly kind: 'timeout' }
  /** No answer that the page may see: no network, no server, or none that allows this origin this request. */
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterMs?: number }
  /** An answer that is cut, too large, no tensors, or the wrong ones. */
  | { readonly kind: 'broken' };

/** A failed call to an endpoint, with what routing has to know of it. */
export class RemoteFailure extends NearsideError {
  readonly fault: RemoteFault;

  constructor(code: ErrorCode, message: string, fault: RemoteFault, cause?: unknown) {
    super(code, message, cause === undefined ? {} : { cause });
    this.fault = fault;
  }
}
