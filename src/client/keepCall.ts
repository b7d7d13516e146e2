import { messageOf, NearsideError } from '../core/errors.ts';
import type { Call } from './call.ts';
import type { PackedCall } from './toCall.ts';

/** A call with what travels with it, and what this page keeps of it. */
export interface KeptCall {
  readonly call: Call;
  readonly transfer: readonly Transferable[];
  /** The call as it can be sent again should its engine be lost; undefined where it cannot. */
  readonly kept: Call | undefined;
}

/** The refusal of a value that structured clone cannot take. */
export function refuseUnsendable(cause: unknown): NearsideError {
  return new NearsideError(
    'bad-input',
    `Expected values that can be sent to a worker, got one that cannot: ${messageOf(cause)}`,
    {
      cause,
    },
  );
}

/**
 * What this page keeps of a call until it is answered. To the engine of this page buffers travel without a copy, so that only what costs
 * nothing is kept: it ends with the page that asks. The engine of another tab may end at any time: everything is kept, and what the caller
 * gives away moves here. Throws `bad-input` for what cannot be sent.
 */
export function keepCall(
  { call, transfer, isAlone }: PackedCall,
  { isNear }: { readonly isNear: boolean },
): KeptCall {
  if (call.kind === 'text' || call.kind === 'row') return { call, transfer, kept: call };
  if (isNear) {
    const isKept = call.kind === 'value' ? call.value instanceof Blob : transfer.length === 0;
    return { call, transfer, kept: isKept ? call : undefined };
  }
  const own = isAlone ? moveHere(call, transfer) : call;
  return { call: own, transfer: [], kept: own };
}

function moveHere(call: Call, transfer: readonly Transferable[]): Call {
  try {
    return structuredClone(call, { transfer: [...transfer] });
  } catch (cause) {
    throw refuseUnsendable(cause);
  }
}
