import { encodeError, toNearsideError } from '../core/errors.ts';
import type { EngineRequest } from './engineRequest.ts';

interface Taker {
  submit(request: EngineRequest): void;
  pumpSoon(): void;
}

/** Gives a request to what takes over, once that is there; refuses it where that does not come about. */
export function moveTo(successor: Promise<Taker>, request: EngineRequest): void {
  successor.then(
    (taker) => {
      if (request.isSettled) return;
      taker.submit(request);
      taker.pumpSoon();
    },
    (error: unknown) => {
      if (!request.isSettled)
        request.owner.refuse(request, encodeError(toNearsideError(error, 'model-load')));
    },
  );
}
