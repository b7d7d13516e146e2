import type { InferRequest, WireOptions } from '../core/protocol/inference.ts';

/** One call of a client as it waits to be sent. */
export type Call = { readonly options: WireOptions } & (
  | { readonly kind: 'text'; readonly model: string; readonly text: string }
  | { readonly kind: 'row'; readonly model: string; readonly values: Float32Array }
  | { readonly kind: 'value'; readonly model: string; readonly value: unknown }
  | { readonly kind: 'infer'; readonly request: InferRequest }
);

/** A call of a kind that express lanes carry. */
export type CarriedCall = Call & { readonly kind: 'text' | 'row' };

export function isCarriedCall(call: Call): call is CarriedCall {
  return call.kind === 'text' || call.kind === 'row';
}

/** The one call there is, if it is of such a kind. */
export function findLoneCarried(calls: readonly Call[]): CarriedCall | undefined {
  const call = calls.length === 1 ? calls[0] : undefined;
  return call !== undefined && isCarriedCall(call) ? call : undefined;
}

/** Whose answer is asked. */
export function modelOf(call: Call): string {
  return call.kind === 'infer' ? call.request.model : call.model;
}
