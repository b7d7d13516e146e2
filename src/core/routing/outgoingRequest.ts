import type { EncodedError } from '../errors.ts';
import type { InferRequest } from '../protocol/inference.ts';

/** A request as it is about to leave the device for an endpoint. */
export interface OutgoingRequest extends Pick<InferRequest, 'model' | 'version' | 'inputs' | 'parameters'> {
  /** Base address of the endpoint. */
  readonly url: string;
  /** Its host, with the port where it is not the usual one. */
  readonly host: string;
}

/** What leaves in place of a request: every input by name, and the parameters. */
export type OutgoingChange = Pick<OutgoingRequest, 'inputs' | 'parameters'>;

/** What an embedding page says of a request that is about to leave: send it as it stands, send this, or send nothing. */
export type SendAnswer = OutgoingChange | null | undefined;

/**
 * Sees each request of a connection before it leaves for an endpoint. What leaves is what it returns, or for undefined the request as it
 * stands when it is done. For null, an error, tensors that the model does not take, or no answer in ten seconds nothing leaves.
 */
export type BeforeSend = (
  request: OutgoingRequest,
  // A function that returns nothing is one that answers undefined.
  // eslint-disable-next-line @typescript-eslint/no-invalid-void-type
) => SendAnswer | void | Promise<SendAnswer | void>;

/** An answer as it crosses to the engine, which holds the tensors against the model's inputs. */
export type SendVerdict =
  | { readonly kind: 'send'; readonly inputs: unknown; readonly parameters: unknown }
  | { readonly kind: 'refused'; readonly error: EncodedError };
