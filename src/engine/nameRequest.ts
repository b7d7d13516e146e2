import type { EngineAnswer, EngineRequest } from './engineRequest.ts';
import type { Flight, SignedFor } from './flight.ts';
import type { RequestTarget } from './requestTarget.ts';
import type { ServedModel } from './servedModel.ts';
import type { RequestSigner, SignedRequest } from './signEngineRequest.ts';

/** The names that a request has with all that may answer it, the first one first. */
export function nameRequest(
  signer: RequestSigner,
  target: RequestTarget,
  request: EngineRequest,
): readonly SignedFor[] {
  const own: ServedModel = target.primary ?? target;
  const first = { served: own, signed: signer.sign(own, request) };
  if (target.others === undefined || target.others.length === 0) return [first];
  return [first, ...target.others.map((served) => ({ served, signed: signer.sign(served, request) }))];
}

/** The name under which an answer may be kept: what gave it may have been loaded after the request was named. */
export function nameAnswer(
  signer: RequestSigner,
  { names, target, signed }: Flight,
  served: ServedModel,
  { request }: EngineAnswer,
): SignedRequest {
  const named = names.find((name) => name.served === served);
  if (named !== undefined) return named.signed;
  return target.scope === undefined ? signed : signer.sign(served, request);
}
